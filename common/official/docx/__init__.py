"""An official document as DOCX to go on writing in: real styles, for Word, WPS and LibreOffice."""

from common.official.docx.document import render_docx

__all__ = ["render_docx"]
