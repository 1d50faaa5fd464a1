"""A question in words, understood as a command: offline, by rules, in Chinese and English, and always said as what.

``tokens`` takes a text apart and makes words of one meaning one; ``mentions`` finds the entities, classes and predicates that it
names; ``named`` compares it with the questions that come with the graph; ``forms`` knows how people ask when, where, who, how many,
how connected; ``readings`` puts these together, the likeliest first, and refuses what it does not understand.
"""

from wenmai.asking.readings import Understanding, understand

__all__ = ["Understanding", "understand"]
