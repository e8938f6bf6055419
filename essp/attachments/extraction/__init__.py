"""Reading the text out of PDF and office files, in a process of its own that has little to lose.

A file may be made to break whatever reads it. So `python -m essp.attachments.extraction` gives itself
small limits of memory, time and output before it opens the file, writes each page as soon as it is
read, and may be ended at any moment: what was written until then counts.
"""
