// The code of a rating link stands behind the #, which no browser sends. It goes into the form, out of
// the address bar, and on as a POST. Without scripts the code is typed from the sheet.
const field = document.querySelector("[data-rating-code]");
const code = window.location.hash.slice(1);
if (field && code) {
  window.history.replaceState(null, "", window.location.pathname);
  field.value = code;
  field.form.requestSubmit();
}
