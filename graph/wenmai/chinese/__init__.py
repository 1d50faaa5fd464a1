"""Chinese for what wenmai says in English: its sentences, its help and what click says (:mod:`~wenmai.chinese.translation`)."""
