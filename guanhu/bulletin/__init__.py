"""督查通报: written from the numbers of a closed period, edited, issued under a number, frozen, checked against
the log.

contents: what a paper consists of; facts, numbers, writing, tables: where it comes from; document: the .docx;
drafting, issuing, checking: its life; views: its pages.
"""
