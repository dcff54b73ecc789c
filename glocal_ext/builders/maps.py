"""The maps of a site: a file for each record, which its page and infoboxes share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.builders.html import StandaloneHTMLBuilder

from glocal_ext.issues.domain import issues_domain
from glocal_ext.issues.lists import all_maps, plot_of_row
from glocal_ext.partnerships.maps import issue_map
from glocal_ext.render.maps import picture, plot_of
from glocal_ext.site.manifest import changed_only, digest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from glocal_ext.core.maps import Plot
    from glocal_ext.nodes import place_map
    from glocal_ext.site.manifest import Manifest
    from glocal_ext.site.records import RecordPages


class MapFiles(StandaloneHTMLBuilder):
    """A builder of HTML that writes those files where they are not there yet."""

    manifest: Manifest
    records: RecordPages
    other_files: set[str]

    def plan_maps(self) -> None:
        """Find out which files there have to be.

        A name is made of what the map shows and of the code that draws it, so that a file that
        is there is right.
        """
        plots = [plot_of(node) for node in self.records.maps()]
        plots += map(plot_of, self._maps_of_issues())
        plots += [plot for row in all_maps(self.env) if (plot := plot_of_row(self.env, row))]
        self._maps = {f"{self.imagedir}/{self.map_name(each)}": _alike(each) for each in plots}

    def _maps_of_issues(self) -> Iterator[place_map]:
        """Yield the map of each issue that has one."""
        for _document, row in issues_domain(self.env).issues():
            ties = dict.fromkeys(each for article in row.articles for each in article.partnerships)
            places = dict.fromkeys(each for article in row.articles for each in article.places)
            found, _shown = issue_map(self.records.registry, ties, places)
            if found is not None:
                yield found

    def map_name(self, plot: Plot) -> str:
        """Return the name of the file of a map."""
        spots, joined, of_world = _alike(plot)
        points = [spot.point for spot in spots]
        return f"map-{digest(points, joined, of_world, self.config.glocal_code)[:12]}.svg"

    def expect_maps(self) -> None:
        """Note what is about to be written, so that a build that breaks off is repaired."""
        self.manifest.files |= self._maps.keys()

    def write_maps(self) -> None:
        """Write what is missing."""
        for name, plot in self._maps.items():
            path = Path(self.outdir, name)
            if not path.is_file():
                with changed_only(path) as file:
                    file.write_text(picture(plot), encoding="utf-8", newline="\n")
        self.other_files |= self._maps.keys()


def _alike(plot: Plot) -> Plot:
    """Return what is the same for all maps of two places: the tie's, and those of both."""
    if len(plot.spots) > 2:
        return plot
    return plot._replace(spots=tuple(sorted(plot.spots, key=lambda spot: spot.point)))
