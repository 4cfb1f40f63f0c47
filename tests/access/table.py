"""Every address of the portal and what each role is answered: the one place that says so.

Not visible is 404, visible but not allowed 403; who is not signed in is sent to the sign-in page
(302), or shown back what they typed (401). Addresses are given by name and by what of the scene
stands in them. `/admin/` counts as one.
"""

from __future__ import annotations

# anonymous clerk other_clerk head office bureau vice_mayor admin other_city nobody
# county_clerk county_head other_head deputies_office
GET = """
home                            302 302 302 302 200 200 200 302 200 200 302 302 302 302
help                            200 200 200 200 200 200 200 200 200 200 200 200 200 200
help_of clerk                   200 200 200 200 200 200 200 200 200 200 200 200 200 200
my_work                         302 200 200 200 200 200 200 200 200 200 200 200 200 200
search                          302 200 200 200 200 200 200 200 200 200 200 200 200 200
search_at_once                  302 200 200 200 200 200 200 200 200 200 200 200 200 200
unit county                     302 200 200 200 200 200 200 200 404 404 200 200 200 200
plans                           302 200 200 200 200 200 200 200 200 200 200 200 200 200
plan plan                       302 200 200 200 200 200 200 200 404 404 200 200 200 200
leaf plan,leaf                  302 200 200 200 200 200 200 200 404 404 200 200 200 200
board plan                      302 403 403 403 200 200 200 403 404 404 403 403 403 403
board_chart plan,timeline,svg   302 403 403 403 200 200 200 403 404 404 403 403 403 403
board_chart plan,timeline,csv   302 403 403 403 200 200 200 403 404 404 403 403 403 403
board_chart plan,timeline,pdf   302 403 403 403 404 404 404 403 404 404 403 403 403 403
board_chart plan,unknown,svg    302 403 403 403 404 404 404 403 404 404 403 403 403 403
wall plan                       302 403 403 403 200 200 200 403 404 404 403 403 403 403
late plan                       302 403 403 403 200 200 200 403 404 404 403 403 403 403
leaf_figures plan,leaf          302 403 403 403 200 200 200 403 404 404 403 403 403 403
findings plan                   302 200 200 200 200 200 200 403 404 404 200 200 200 403
exports plan                    302 403 403 403 200 200 200 403 404 404 403 403 403 403
summary_pdf plan                302 403 403 403 200 200 200 403 404 404 403 403 403 403
summary_docx plan               302 403 403 403 200 200 200 403 404 404 403 403 403 403
stage_report stage              302 403 403 403 200 200 200 403 404 404 403 403 403 403
consolidated_pdf stage          302 403 403 403 200 200 200 403 404 404 403 403 403 403
consolidated_docx stage         302 403 403 403 200 200 200 403 404 404 403 403 403 403
ledger plan                     302 403 403 403 200 200 200 403 404 404 403 403 403 403
ledger_xlsx plan                302 403 403 403 200 200 200 403 404 404 403 403 403 403
delivery_settings               302 200 200 200 200 200 200 200 200 200 200 200 200 200
unsubscribe unsubscribe_token   200 200 200 200 200 200 200 200 200 200 200 200 200 200
channels                        302 403 403 403 403 403 403 200 403 403 403 403 403 403
quiet_hours                     302 403 403 403 403 403 403 200 403 403 403 403 403 403
channel robot                   302 403 403 403 403 403 403 200 403 403 403 403 403 403
reminders plan                  302 403 403 403 200 200 403 403 404 404 403 403 403 403
deliveries plan                 302 403 403 403 200 200 403 403 404 404 403 403 403 403
send_again reminder             302 403 403 403 200 200 403 403 404 404 403 403 403 403
bounces                         302 403 403 403 403 403 403 200 403 403 403 403 403 403
reminder_calendar plan          302 403 403 403 200 200 403 403 404 404 403 403 403 403
plan_rules plan                 302 403 403 403 200 200 403 403 404 404 403 403 403 403
plan_rule plan,filing_kind      302 403 403 403 200 403 403 403 404 404 403 403 403 403
work_calendars                  302 403 403 403 403 403 403 200 403 403 403 403 403 403
work_calendar government,2022   302 404 404 404 404 404 404 200 404 404 404 404 404 404
government_rules                302 403 403 403 403 403 403 200 403 403 403 403 403 403
government_rule government,filing_kind 302 404 404 404 404 404 404 200 404 404 404 404 404 404
register plan                   302 403 403 403 200 403 403 403 404 404 403 403 403 403
review_queue                    302 403 403 403 200 403 403 403 200 403 403 403 403 403
filing submitted                302 200 404 200 200 200 200 404 404 404 404 404 404 404
filing draft                    302 200 404 200 404 404 404 404 404 404 404 404 404 404
filing_version submitted,1      302 200 404 200 200 200 200 404 404 404 404 404 404 404
filing_figures draft            302 200 404 302 404 404 404 404 404 404 404 404 404 404
filing_figures submitted        302 302 404 302 302 302 302 404 404 404 404 404 404 404
filing_figures_workbook draft   302 200 404 403 404 404 404 404 404 404 404 404 404 404
filing_figures_workbook submitted 302 409 404 403 403 403 403 404 404 404 404 404 404 404
filing_figures_difference draft,figures_upload 302 200 404 302 404 404 404 404 404 404 404 404 404 404
receipt submitted,1             302 200 404 200 200 200 200 404 404 404 404 404 404 404
receipt_pdf submitted,1         302 200 404 200 200 200 200 404 404 404 404 404 404 404
filing_part draft,draft_part    302 200 404 302 404 404 404 404 404 404 404 404 404 404
filing_part submitted,submitted_part  302 302 404 302 302 302 302 404 404 404 404 404 404 404
attachment submitted_file       302 200 404 200 200 200 200 404 404 404 404 404 404 404
attachment draft_file           302 200 404 200 404 404 404 404 404 404 404 404 404 404
enter_from_paper december       302 403 403 403 200 403 403 403 404 404 403 403 403 403
filing entered                  302 404 200 404 200 404 404 404 404 404 404 404 200 404
scan entered,entry              302 404 200 404 200 404 404 404 404 404 404 404 200 404
set_aside_draft entered,set_aside  302 404 200 404 404 404 404 404 404 404 404 404 200 404
review reviewed                 302 404 302 404 200 302 302 404 404 404 404 404 302 404
handover                        302 403 403 200 403 403 403 200 403 403 403 200 200 403
closing plan                    302 403 403 403 200 200 200 403 404 404 403 403 403 403
amend_plan plan                 302 403 403 403 200 403 403 200 404 404 403 403 403 403
load_plan                       302 403 403 403 403 403 403 200 403 403 403 403 403 403
load_plan_preview plan_upload   302 403 403 403 403 403 403 200 403 403 403 403 403 403
jobs                            302 403 403 403 403 403 403 200 403 403 403 403 403 403
reference                       302 403 403 403 403 403 403 200 403 403 403 403 403 403
reference_load government,people 302 404 404 404 404 404 404 200 404 404 404 404 404 404
reference_load government,units 302 404 404 404 404 404 404 200 404 404 404 404 404 404
reference_workbook government,people 302 404 404 404 404 404 404 200 404 404 404 404 404 404
reference_workbook government,units 302 404 404 404 404 404 404 200 404 404 404 404 404 404
reference_difference government,people,people_upload 302 404 404 404 404 404 404 200 404 404 404 404 404 404
plan_version plan,version       302 403 403 403 200 403 403 200 404 404 403 403 403 403
delegations                     302 200 200 200 403 403 403 403 403 403 200 200 200 403
supervision plan                302 403 403 403 200 200 200 403 404 404 403 403 403 403
leaf_difficulties plan,reported_leaf 302 200 200 200 200 200 200 200 404 404 200 200 200 200
report_difficulty plan,reported_leaf 302 403 200 403 403 403 403 403 404 404 200 403 403 403
difficulty difficulty           302 404 200 404 200 200 200 404 404 404 404 404 200 404
instruction instruction         302 200 404 200 200 200 200 404 404 404 404 404 404 404
issue_notice plan               302 403 403 403 403 404 403 403 404 404 403 403 403 403
notice notice                   302 404 200 404 200 200 200 404 404 404 404 404 200 404
notice_pdf notice,1             302 404 200 404 200 200 200 404 404 404 404 404 200 404
notice_docx notice,1            302 404 200 404 200 200 200 404 404 404 404 404 200 404
bulletins plan                  302 200 200 200 200 200 200 200 404 404 200 200 200 200
bulletin bulletin               302 200 200 200 200 200 200 200 404 404 200 200 200 200
bulletin unissued               302 404 404 404 404 200 404 404 404 404 404 404 404 404
bulletin_pdf bulletin           302 200 200 200 200 200 200 200 404 404 200 200 200 200
bulletin_docx bulletin           302 200 200 200 200 200 200 200 404 404 200 200 200 200
bulletin_pdf unissued           302 404 404 404 404 200 404 404 404 404 404 404 404 404
bulletin_docx unissued           302 404 404 404 404 200 404 404 404 404 404 404 404 404
duty_difficulty owed_difficulty 302 404 302 404 302 302 302 404 404 404 404 404 302 404
duty_difficulty_words owed_difficulty 302 404 302 404 302 302 302 404 404 404 404 404 302 404
duty_instructing owed_difficulty 302 404 302 404 302 302 302 404 404 404 404 404 302 404
duty_instruction owed_instruction 302 302 404 302 302 302 302 404 404 404 404 404 404 404
duty_instruction_check owed_instruction 302 302 404 302 302 302 302 404 404 404 404 404 404 404
duty_notice owed_notice         302 404 302 404 302 302 302 404 404 404 404 404 302 404
duty_notice_check owed_notice 302 404 302 404 302 302 302 404 404 404 404 404 302 404
duty_notice_closing owed_notice 302 404 302 404 302 302 302 404 404 404 404 404 302 404
duty_notice_review owed_notice_review 302 404 302 404 302 302 302 404 404 404 404 404 302 404
receipts plan                   302 200 200 200 200 200 200 200 404 404 200 200 200 200
assignments plan                302 403 403 403 200 200 200 403 404 404 403 403 403 403
assignment own                  302 200 404 200 200 200 200 404 404 404 404 404 404 404
duty_receipt own_receipt        302 302 404 302 302 302 302 404 404 404 404 404 404 404
duty_reassignment returned      302 404 404 404 302 302 302 404 404 404 302 302 404 404
ask_extension december          302 403 404 200 403 403 403 404 404 404 404 404 404 404
extensions plan                 302 403 403 403 200 200 200 403 404 404 403 403 403 403
extension extension             302 200 404 200 200 200 200 404 404 404 404 404 404 404
reply reply                             302 404 404 404 404 404 404 404 404 404 404 404 404 404
reply issued_reply                      302 404 404 404 200 200 200 404 404 404 404 404 404 200
new_answer reply                        302 404 404 404 404 404 404 404 404 404 404 404 404 404
answer reply,reply_answer               302 404 404 404 404 404 404 404 404 404 404 404 404 404
new_answer issued_reply                 302 404 404 404 403 403 403 404 404 404 404 404 404 403
contacts issued_reply                   302 404 404 404 200 200 200 404 404 404 404 404 404 200
letter_pdf issued_reply,1               302 404 404 404 200 200 200 404 404 404 404 404 404 200
letter_docx issued_reply,1               302 404 404 404 200 200 200 404 404 404 404 404 404 200
letters_pdf issued_reply                302 404 404 404 200 200 200 404 404 404 404 404 404 200
letters_docx issued_reply                302 404 404 404 200 200 200 404 404 404 404 404 404 200
letters_pdf reply                       302 404 404 404 404 404 404 404 404 404 404 404 404 404
letters_docx reply                       302 404 404 404 404 404 404 404 404 404 404 404 404 404
reply_draft_pdf reply                   302 404 404 404 404 404 404 404 404 404 404 404 404 404
reply_draft_pdf issued_reply            302 404 404 404 404 404 404 404 404 404 404 404 404 404
reply_draft_docx reply                  302 404 404 404 404 404 404 404 404 404 404 404 404 404
reply_draft_docx issued_reply           302 404 404 404 404 404 404 404 404 404 404 404 404 404
reply_co_signature co_signature               302 200 404 200 404 404 404 404 404 404 404 404 404 404
deputies                                302 403 403 403 403 403 403 403 403 403 403 403 403 200
deputy deputy                           302 404 404 404 404 404 404 404 404 404 404 404 404 200
ratings                                 302 403 403 403 403 403 403 403 403 403 403 403 403 200
rating issued_reply                     302 404 404 404 403 403 403 404 404 404 404 404 404 200
rate                                    200 403 403 403 403 403 403 403 403 403 403 403 403 403
rated                                   200 403 403 403 403 403 403 403 403 403 403 403 403 403
promises plan                           302 403 403 403 200 200 200 403 404 404 403 403 403 200
promise promise                         302 404 404 404 200 200 200 404 404 404 404 404 404 200
duty_reply issued_reply                 302 404 404 404 302 302 302 404 404 404 404 404 404 302
duty_second_reply issued_reply          302 404 404 404 302 302 302 404 404 404 404 404 404 302
duty_rating rating_owed                 302 404 404 404 404 404 404 404 404 404 404 404 404 302
duty_assessment assessment_owed         302 404 404 404 404 404 404 404 404 404 404 404 404 302
duty_promise promise_owed               302 404 404 404 302 302 302 404 404 404 404 404 404 302
duty_reply_co_signature co_signature_owed 302 302 404 302 404 404 404 404 404 404 404 404 404 404
contributions plan,stage        302 404 404 404 404 404 404 404 404 404 200 200 404 404
contribution unsent             302 404 404 404 404 404 404 404 404 404 200 200 404 404
contribution sent               302 200 404 200 200 200 200 404 404 404 200 200 404 404
duty_contribution unsent        302 404 404 404 404 404 404 404 404 404 302 302 404 404
gathering gathered              302 200 404 200 200 200 200 404 404 404 404 404 404 404
co_signature waiting            302 200 404 200 404 404 404 404 404 404 404 404 404 404
duty_co_signature co_owed       302 404 404 404 404 404 404 404 404 404 404 404 404 404
report_pdf draft                302 200 404 200 404 404 404 404 404 404 404 404 404 404
report_docx draft               302 200 404 200 404 404 404 404 404 404 404 404 404 404
report_version_pdf submitted,version 302 200 404 200 200 200 200 404 404 404 404 404 404 404
report_version_docx submitted,version 302 200 404 200 200 200 200 404 404 404 404 404 404 404
receipt_docx submitted,version  302 200 404 200 200 200 200 404 404 404 404 404 404 404
contribution_pdf sent           302 200 404 200 200 200 200 404 404 404 200 200 404 404
contribution_docx sent          302 200 404 200 200 200 200 404 404 404 200 200 404 404
contribution_pdf unsent         302 404 404 404 404 404 404 404 404 404 200 200 404 404
batches plan                    302 403 403 403 200 200 200 403 404 404 403 403 403 403
batch running_batch             302 404 404 404 200 404 404 404 404 404 404 404 404 404
batch done_batch                302 404 404 404 200 404 404 404 404 404 404 404 404 404
batch cancelled_batch           302 404 404 404 200 404 404 404 404 404 404 404 404 404
batch expired_batch             302 404 404 404 200 404 404 404 404 404 404 404 404 404
batch failed_batch              302 404 404 404 200 404 404 404 404 404 404 404 404 404
batch_file running_batch        302 404 404 404 404 404 404 404 404 404 404 404 404 404
issued_documents plan           302 200 200 200 200 200 200 200 404 404 200 200 200 200
issued_document issued          302 200 404 200 200 200 200 404 404 404 200 200 404 404
issued_file issued              302 200 404 200 200 200 200 404 404 404 200 200 404 404
sealed_scan issued,sealed       302 200 404 200 200 200 200 404 404 404 200 200 404 404
verify                          200 200 200 200 200 200 200 200 200 200 200 200 200 200
inbox                           302 200 200 200 200 200 200 200 200 200 200 200 200 200
calendar_feeds                  302 200 200 200 200 200 200 200 200 200 200 200 200 200
calendar_feed feed_token        200 200 200 200 200 200 200 200 200 200 200 200 200 200
calendar_event december         302 200 404 200 200 200 200 404 404 404 404 404 404 404
mailbox                         302 200 200 200 200 200 200 200 200 200 200 200 200 200
password_change                 302 200 200 200 200 200 200 200 200 200 200 200 200 200
clock                           302 200 200 200 200 200 200 200 200 200 200 200 200 200
gallery                         302 404 404 404 404 404 404 200 404 404 404 404 404 404
admin:index                     302 403 403 403 403 403 403 200 403 403 403 403 403 403
login                           200 302 302 302 302 302 302 302 302 302 302 302 302 302
"""

POST = """
delivery_settings                           401 302 302 302 302 302 302 302 302 302 302 302 302 302
own_mobile                                  401 422 422 422 422 422 422 422 422 422 422 422 422 422
try_own mail                                401 302 302 302 302 302 302 302 302 422 302 302 302 302
try_own sms                                 401 404 404 404 404 404 404 404 404 404 404 404 404 404
unsubscribe unsubscribe_token               200 200 200 200 200 200 200 200 200 200 200 200 200 200
channels                                    401 403 403 403 403 403 403 422 403 403 403 403 403 403
quiet_hours                                 401 403 403 403 403 403 403 422 403 403 403 403 403 403
channel robot                               401 403 403 403 403 403 403 422 403 403 403 403 403 403
channel_switch robot                        401 403 403 403 403 403 403 302 403 403 403 403 403 403
channel_test robot                          401 403 403 403 403 403 403 302 403 403 403 403 403 403
dead_letter_run_again dead_letter 401 403 403 403 403 403 403 302 403 403 403 403 403 403
dead_letter_set_aside dead_letter 401 403 403 403 403 403 403 422 403 403 403 403 403 403
plan_rule plan,filing_kind               401 403 403 403 422 403 403 403 404 404 403 403 403 403
work_calendar government,2022            401 404 404 404 404 404 404 422 404 404 404 404 404 404
government_rule government,filing_kind   401 404 404 404 404 404 404 200 404 404 404 404 404 404
start_filing december                   401 302 404 403 404 404 404 404 404 404 404 404 404 404
issue_report draft                      401 404 404 404 404 404 404 404 404 404 404 404 404 404
issue_report submitted                  401 422 404 422 403 403 403 404 404 404 404 404 404 404
issue_receipt draft,version             401 404 404 404 404 404 404 404 404 404 404 404 404 404
issue_letter sent                       401 403 404 403 403 403 403 404 404 404 422 422 404 404
issue_letter unsent                     401 404 404 404 404 404 404 404 404 404 404 404 404 404
ask_batch plan                          401 403 403 403 404 404 404 403 404 404 403 403 403 403
cancel_batch running_batch                  401 404 404 404 302 404 404 404 404 404 404 404 404 404
filing_cover draft                      401 302 404 403 404 404 404 404 404 404 404 404 404 404
filing_cover submitted                  401 409 404 403 403 403 403 404 404 404 404 404 404 404
filing_figures draft                    401 422 404 403 404 404 404 404 404 404 404 404 404 404
filing_figures submitted                401 409 404 403 403 403 403 404 404 404 404 404 404 404
filing_figures_difference draft,figures_upload 401 409 404 404 404 404 404 404 404 404 404 404 404 404
load_plan                               401 403 403 403 403 403 403 422 403 403 403 403 403 403
load_plan_preview plan_upload           401 403 403 403 403 403 403 409 403 403 403 403 403 403
reference_load government,people        401 404 404 404 404 404 404 422 404 404 404 404 404 404
reference_difference government,people,people_upload 401 404 404 404 404 404 404 409 404 404 404 404 404 404
filing_part draft,draft_part            401 422 404 403 404 404 404 404 404 404 404 404 404 404
filing_part submitted,submitted_part    401 409 404 403 403 403 403 404 404 404 404 404 404 404
filing_part_files draft,draft_part          401 422 404 403 404 404 404 404 404 404 404 404 404 404
filing_part_files submitted,submitted_part  401 409 404 403 403 403 403 404 404 404 404 404 404 404
filing_step draft,send_for_signature    401 302 404 403 404 404 404 404 404 404 404 404 404 404
filing_step draft,recall_from_signature 401 409 404 403 404 404 404 404 404 404 404 404 404 404
filing_step draft,give_back             401 403 404 409 404 404 404 404 404 404 404 404 404 404
filing_step draft,sign_and_submit       401 403 404 409 404 404 404 404 404 404 404 404 404 404
filing_step submitted,recall_submission 401 422 404 403 403 403 403 404 404 404 404 404 404 404
filing_step submitted,open_review       401 403 404 403 302 403 403 404 404 404 404 404 404 404
filing_step submitted,ask_correction    401 409 404 403 403 403 403 404 404 404 404 404 404 404
filing_step submitted,grant_correction  401 403 404 403 409 403 403 404 404 404 404 404 404 404
filing_step submitted,refuse_correction 401 403 404 403 409 403 403 404 404 404 404 404 404 404
enter_from_paper december               401 403 403 403 422 403 403 403 404 404 403 403 403 403
filing_step entered,submit_entry        401 404 403 404 409 404 404 404 404 404 404 404 403 404
filing_step entered,drop_entry          401 404 403 404 422 404 404 404 404 404 404 404 403 404
review reviewed                         401 404 403 404 422 403 403 404 404 404 404 404 403 404
hand_out plan                           401 403 403 403 409 403 403 403 404 404 403 403 403 403
confirm_all plan                        401 302 302 403 403 403 403 403 404 404 302 403 403 403
chase_receipts plan                     401 403 403 403 302 403 403 403 404 404 403 403 403 403
assignment_step own,confirm             401 302 404 403 403 403 403 404 404 404 404 404 404 404
assignment_step own,return              401 403 404 422 403 403 403 404 404 404 404 404 404 404
assignment_step own,insist              401 403 404 403 409 403 403 404 404 404 404 404 404 404
assignment_step own,finish              401 403 404 403 409 403 403 404 404 404 404 404 404 404
reassign own                            401 403 404 403 422 403 403 404 404 404 404 404 404 404
ask_extension december                  401 403 404 422 403 403 403 404 404 404 404 404 404 404
extension_step extension,grant          401 403 404 403 422 403 403 404 404 404 404 404 404 404
extension_step extension,refuse         401 403 404 403 422 403 403 404 404 404 404 404 404 404
extension_step extension,take_back      401 403 404 302 403 403 403 404 404 404 404 404 404 404
finding_explain plan                    401 409 409 409 409 409 409 403 404 404 409 409 409 403
register plan                           401 403 403 403 422 403 403 403 404 404 403 403 403 403
handover                                401 403 403 404 403 403 403 404 403 403 403 404 404 403
amend_plan plan                         401 403 403 403 422 403 403 422 404 404 403 403 403 403
issue_summary plan                      401 403 403 403 302 302 403 403 404 404 403 403 403 403
issue_consolidated stage                401 403 403 403 422 403 403 403 404 404 403 403 403 403
stage_closing stage,close               401 403 403 403 409 403 403 403 404 404 403 403 403 403
stage_closing stage,reopen              401 403 403 403 409 403 403 403 404 404 403 403 403 403
leaf_closing leaf_task,close            401 403 403 403 422 403 403 403 404 404 403 403 403 403
leaf_closing leaf_task,reopen           401 403 403 403 409 403 403 403 404 404 403 403 403 403
close_plan plan                         401 403 403 403 422 403 403 403 404 404 403 403 403 403
delegations                             401 403 403 422 403 403 403 403 403 403 403 422 422 403
delegation_revoke delegation            401 403 404 302 404 404 404 404 404 404 404 404 404 404
calendar_feed_make                      401 200 200 200 200 200 200 200 200 422 200 200 200 200
calendar_feed_revoke feed               401 302 404 404 404 404 404 404 404 404 404 404 404 404
send_again reminder                     401 403 403 403 422 422 403 403 404 404 403 403 403 403
bounce_clear bounce                     401 403 403 403 403 403 403 302 403 403 403 403 403 403
report_difficulty plan,reported_leaf    401 403 422 403 403 403 403 403 404 404 422 403 403 403
difficulty_step difficulty,solve        401 404 403 404 422 403 403 404 404 404 404 404 403 404
difficulty_step difficulty,send_up      401 404 403 404 422 403 403 404 404 404 404 404 403 404
difficulty_step difficulty,give_back    401 404 403 404 422 403 403 404 404 404 404 404 403 404
difficulty_step difficulty,add_words    401 404 409 404 403 403 403 404 404 404 404 404 403 404
instruct difficulty                     401 404 403 404 403 403 409 404 404 404 404 404 403 404
instruct sent_up                        401 404 403 404 403 403 422 404 404 404 404 404 403 404
instruction_answer instruction          401 409 404 403 403 403 403 404 404 404 404 404 404 404
instruction_step instruction,recall_from_signature 401 409 404 403 403 403 403 404 404 404 404 404 404 404
instruction_step instruction,give_back_to_clerk 401 403 404 409 403 403 403 404 404 404 404 404 404 404
instruction_step instruction,sign_and_send 401 403 404 409 403 403 403 404 404 404 404 404 404 404
instruction_step instruction,confirm    401 403 404 403 409 403 403 404 404 404 404 404 404 404
instruction_step instruction,give_back  401 403 404 403 409 403 403 404 404 404 404 404 404 404
issue_notice plan                       401 403 403 403 403 404 403 403 404 404 403 403 403 403
notice_answer notice                    401 404 409 404 403 403 403 404 404 404 404 404 403 404
notice_step notice,recall_from_signature 401 404 409 404 403 403 403 404 404 404 404 404 403 404
notice_step notice,give_back_to_clerk   401 404 403 404 403 403 403 404 404 404 404 404 409 404
notice_step notice,sign_and_send        401 404 403 404 403 403 403 404 404 404 404 404 409 404
notice_step notice,made_good            401 404 403 404 403 409 403 404 404 404 404 404 403 404
notice_step notice,made_good_and_watch  401 404 403 404 403 409 403 404 404 404 404 404 403 404
notice_step notice,not_made_good        401 404 403 404 403 409 403 404 404 404 404 404 403 404
notice_step notice,close                401 404 403 404 403 409 403 404 404 404 404 404 403 404
notice_step notice,withdraw             401 404 403 404 403 422 403 404 404 404 404 404 403 404
notice_raise notice                     401 404 403 404 403 409 403 404 404 404 404 404 403 404
notice_review notice,ask                401 404 403 404 403 403 403 404 404 404 404 404 409 404
notice_review notice,uphold             401 404 403 404 403 403 403 404 404 404 404 404 403 404
notice_review notice,withdraw           401 404 403 404 403 403 403 404 404 404 404 404 403 404
draw_up_bulletin plan                   401 403 403 403 403 302 403 403 404 404 403 403 403 403
bulletin unissued                       401 404 404 404 404 422 404 404 404 404 404 404 404 404
bulletin bulletin                       401 403 403 403 403 409 403 403 404 404 403 403 403 403
bulletin_step unissued,send_for_approval 401 404 404 404 404 302 404 404 404 404 404 404 404 404
bulletin_step unissued,approve          401 404 404 404 404 409 404 404 404 404 404 404 404 404
bulletin_step unissued,give_back        401 404 404 404 404 409 404 404 404 404 404 404 404 404
bulletin_step unissued,drop             401 404 404 404 404 422 404 404 404 404 404 404 404 404
bulletin_step unissued,issue            401 404 404 404 404 409 404 404 404 404 404 404 404 404
start_reply reply                       401 404 404 404 404 404 404 404 404 404 404 404 404 404
start_reply issued_reply                401 404 404 404 403 404 403 404 404 404 404 404 404 404
reply_cover issued_reply                401 404 404 404 403 403 403 404 404 404 404 404 404 403
issue_letters_again issued_reply        401 404 404 404 403 403 403 404 404 404 404 404 404 403
issue_letters_again reply               401 404 404 404 404 404 404 404 404 404 404 404 404 404
new_answer reply                        401 404 404 404 404 404 404 404 404 404 404 404 404 404
answer reply,reply_answer               401 404 404 404 404 404 404 404 404 404 404 404 404 404
remove_answer reply,reply_answer        401 404 404 404 404 404 404 404 404 404 404 404 404 404
reply_step reply,circulate              401 404 404 404 404 404 404 404 404 404 404 404 404 404
reply_step issued_reply,sign_and_issue  401 404 404 404 403 403 403 404 404 404 404 404 404 403
contacts issued_reply                   401 404 404 404 403 403 403 404 404 404 404 404 404 403
reply_co_signature co_signature               401 403 404 422 404 404 404 404 404 404 404 404 404 404
deputy deputy                           401 404 404 404 404 404 404 404 404 404 404 404 404 302
rating_links issued_reply               401 404 404 404 403 403 403 404 404 404 404 404 404 409
confirm_keeper keeper_change            401 404 404 404 404 404 404 404 404 404 404 404 404 302
rating_step issued_reply,extend         401 404 404 404 403 403 403 404 404 404 404 404 404 422
rating_step issued_reply,close          401 404 404 404 403 403 403 404 404 404 404 404 404 409
rating_step issued_reply,assess         401 404 404 404 403 403 403 404 404 404 404 404 404 422
rate                                    422 403 403 403 403 403 403 403 403 403 403 403 403 403
submit_rating                           404 403 403 403 403 403 403 403 403 403 403 403 403 403
promise_step promise,confirm            401 404 404 404 409 403 403 404 404 404 404 404 404 403
promise_step promise,redate             401 404 404 404 422 403 403 404 404 404 404 404 404 403
contributions_step plan,stage,ask_head  401 404 404 404 404 404 404 404 404 404 302 403 404 404
contributions_step plan,stage,send      401 404 404 404 404 404 404 404 404 404 422 422 404 404
contribution unsent                     401 404 404 404 404 404 404 404 404 404 422 403 404 404
contribution sent                       401 403 404 403 403 403 403 404 404 404 409 403 404 404
contribution_step unsent,send           401 404 404 404 404 404 404 404 404 404 403 409 404 404
contribution_step sent,revise           401 403 404 403 403 403 403 404 404 404 302 403 404 404
contribution_step sent,return           401 422 404 403 403 403 403 404 404 404 403 403 404 404
gathering_step gathered,ask_missing     401 302 404 403 403 403 403 404 404 404 404 404 404 404
gathering_step gathered,ask_figures     401 302 404 403 403 403 403 404 404 404 404 404 404 404
ask_co_signatures submitted             401 409 404 403 403 403 403 404 404 404 404 404 404 404
co_signature_step waiting,sign          401 403 404 403 404 404 404 404 404 404 404 404 404 404
co_signature_step waiting,object        401 403 404 403 404 404 404 404 404 404 404 404 404 404
add_scan issued                         401 422 404 422 422 403 403 404 404 404 403 403 404 404
verify                                  422 422 422 422 422 422 422 422 422 422 422 422 422 422
inbox_read message                      401 302 404 404 404 404 404 404 404 404 404 404 404 404
inbox_open message                      401 302 404 404 404 404 404 404 404 404 404 404 404 404
inbox_read_all                          401 302 302 302 302 302 302 302 302 302 302 302 302 302
clock                                   401 403 403 403 422 403 403 422 422 403 403 403 403 403
password_change                         401 200 200 200 200 200 200 200 200 200 200 200 200 200
logout                                  401 302 302 302 302 302 302 302 302 302 302 302 302 302
language                                302 302 302 302 302 302 302 302 302 302 302 302 302 302
appearance                              302 302 302 302 302 302 302 302 302 302 302 302 302 302
login                                   200 302 302 302 302 302 302 302 302 302 302 302 302 302
"""

# Addresses that only ever change something: asked for by GET they do nothing.
ONLY_POST = """
dead_letter_run_again dead_letter
dead_letter_set_aside dead_letter
start_filing december
start_reply reply
reply_cover reply
remove_answer reply,reply_answer
reply_step reply,circulate
rating_links issued_reply
rating_step issued_reply,close
promise_step promise,confirm
filing_cover draft
filing_part_files draft,draft_part
filing_step draft,send_for_signature
issue_summary plan
issue_consolidated stage
stage_closing stage,close
leaf_closing leaf_task,close
close_plan plan
delegation_revoke delegation
calendar_feed_make
calendar_feed_revoke feed
bounce_clear bounce
difficulty_step difficulty,solve
instruct sent_up
instruction_answer instruction
instruction_step instruction,confirm
notice_answer notice
notice_step notice,made_good
notice_raise notice
notice_review notice,ask
draw_up_bulletin plan
bulletin_step unissued,issue
hand_out plan
confirm_all plan
chase_receipts plan
assignment_step own,confirm
reassign own
extension_step extension,grant
contributions_step plan,stage,send
contribution_step unsent,send
gathering_step gathered,ask_missing
ask_co_signatures submitted
co_signature_step waiting,sign
add_scan issued
own_mobile
try_own mail
channel_switch robot
channel_test robot
inbox_read message
inbox_open message
inbox_read_all
logout
"""

# Asked by machines; its answer depends on the workers and says nothing of the portal's content.
FOR_MACHINES = frozenset({"healthz"})
