"""The facts of this publication. What is done with them is `glocal_ext`'s."""

project = "Monthly Glocal News"
author = "Local Partnership Cooperation Division, Ministry of Foreign Affairs of Japan"
copyright = "Text: Ministry of Foreign Affairs of Japan"
language = "en"

extensions = ["glocal_ext"]
templates_path = ["_templates"]
html_static_path = ["_static"]
exclude_patterns = ["**/.*"]

glocal_contract = 1
glocal_language = "en"  # of the documents, also where the frame is in another
glocal_publisher = [
    "Local Partnership Cooperation Division",
    "Ministry of Foreign Affairs of Japan",
]
glocal_require_credit = True
glocal_text_licence = "https://www.mofa.go.jp/about/legalmatters.html"
glocal_data_licence = "CC-BY-4.0"  # that of GeoNames, whose coordinates are in it
glocal_publisher_type = "GovernmentOrganization"
glocal_description = (
    "What towns and regions do across borders: sister cities, study tours, exchanges."
)
glocal_navigation = [
    ("issues/index", "Issues"),
    ("partnerships/index", "Partnerships"),
    ("about/index", "About"),
    ("search", "Search"),
]
glocal_colophon = [
    ("accessibility/index", "Accessibility"),
    ("corrections/index", "Corrections"),
]

html_theme = "glocal"
html_title = project
