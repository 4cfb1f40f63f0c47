"""The figures of GB/T 9704-2012 (§5.2, §7, §10), in one place for PDF and DOCX. Lengths in mm, type in pt."""

PAGE_WIDTH, PAGE_HEIGHT = 210, 297
TOP, BINDING, RIGHT, BOTTOM = 37, 28, 26, 35
TYPE_WIDTH, TYPE_HEIGHT = 156, 225
LINES, CHARACTERS = 22, 28

SIZE_2, SIZE_3, SIZE_4 = 22, 16, 14
POINTS_PER_MM = 72 / 25.4
LINE_PITCH = TYPE_HEIGHT * POINTS_PER_MM / LINES  # 28.99 pt
CHARACTER_PITCH = TYPE_WIDTH * POINTS_PER_MM / CHARACTERS  # 15.79 pt
# So that 28 characters fill the line from edge to edge: after the last one no space is left.
LETTER_SPACING = (TYPE_WIDTH * POINTS_PER_MM - CHARACTERS * SIZE_3) / (CHARACTERS - 1)
