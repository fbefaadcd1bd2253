"""PDF: the Word paper through LibreOffice, and finished PDF files read again. Nothing is laid out here."""
