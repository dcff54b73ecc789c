"""Documents of odd shapes, each with a text that every edition has to hold."""

ODD = [
    ("# Notes\n\n(a)=\n## A river\n\nText of the river.\n", "Text of the river."),
    ("# May 2031\n", "May 2031"),
    ("# May\n\n(opening)=\nBefore all.\n\n(a)=\n## A river\n\nText.\n", "Before all."),
    ("(top-of-all)=\n# May\n\n(a)=\n## A river\n\n[up](#top-of-all)\n", "up"),
    ("# May\n\n(a)=\n## A river\n\nText.\n\n###\n\nBelow nothing.\n", "Below nothing."),
    ("(a)=\n## A river\n\nWithout a title.\n", "Without a title."),
    ("# May\n\n(a)=\n## A river[^1]\n\nText.\n\n[^1]: A note on it.\n", "A note on it."),
    ("# May\n\n(a)=\n## A\n\nOne.\n\n(two)=\n# June\n\n[x](#two) Two.\n", "Two."),
]
NAMES = ["notes", "empty", "opening", "top", "heading", "untitled", "footnote", "two titles"]
