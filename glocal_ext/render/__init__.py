"""One translator an output; each renders every node of `glocal_ext.nodes.RENDERED`."""
