"""A publication that uses everything that the contract has."""

project = "River News"
author = "Office of Rivers"
copyright = "Office of Rivers"
language = "en"
extensions = ["glocal_ext"]

glocal_publisher = ["Office of Rivers", "North River"]
glocal_description = "What the towns on the river do together."
glocal_navigation = [
    ("index", "Issues"),
    ("partnerships/index", "Partnerships"),
    ("about/index", "About"),
    ("search", "Search"),
]

html_theme = "glocal"
html_title = project
html_baseurl = "https://river.example/news/"
