"""PDF: pdfium reads and tidies the file, our own editor takes the characters out of the pages, and a fresh file is written."""
