"""What is looked for. The directive, of whose words the texts are made, has the common ones only."""

COMMON, COMMON_LONG = "项目", "重点企业"
RARE, RARE_PAIR = "墨竹工坊", "鳗鲡"
ABSENT_AT_HOME = "汴绣"  # in half of all texts, in none of the clerk's unit
NOWHERE, NOWHERE_PAIR = "深空望远镜", "鲲鹏"
A_UNIT = "第73局"

WORDS = (COMMON, COMMON_LONG, RARE, RARE_PAIR, ABSENT_AT_HOME, NOWHERE, NOWHERE_PAIR, A_UNIT)
