"""Builders: what an output is made of, written exactly and nothing else."""
