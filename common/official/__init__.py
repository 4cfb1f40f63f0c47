"""Official documents (公文) by GB/T 9704-2012: the content once, as PDF and as editable DOCX."""
