"""Reports in English: their figures, times and targets, as the same findings that Chinese reports are read to."""

from wenmai.capture.english_text.masthead import english_masthead
from wenmai.capture.english_text.reading import is_english, read_english

__all__ = ["english_masthead", "is_english", "read_english"]
