"""Capture: from reports and tables to cited figures, targets and what became of them.

A document is read to one text (:mod:`~wenmai.capture.documents`), laid out as sentences (:mod:`~wenmai.capture.text.flow`,
:mod:`~wenmai.capture.text.sections`), and read for times, quantities and figures; a proposal is ordinary Turtle.
"""
