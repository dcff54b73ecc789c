"""Say how unlike pictures are: two paths and a mode go in on a line, their DSSIM comes out.

The first line that comes out says what it is reckoned with. DSSIM is (1 - SSIM) / 2, and SSIM is
scikit-image's, with the window of Wang and others (2004), a Gaussian of 1.5 pixels. The mode is
Pillow's: RGB is the mean over red, green and blue, L is luma alone.
"""

from __future__ import annotations

import sys

import numpy as np
import skimage
from PIL import Image
from skimage.metrics import structural_similarity


def pixels(path: str, mode: str) -> np.ndarray:
    """Return a picture's levels, 0 to 255."""
    with Image.open(path) as image:
        return np.asarray(image.convert(mode))


def main() -> None:
    """Answer until nothing comes."""
    print(f"scikit-image {skimage.__version__}", flush=True)
    for line in sys.stdin:
        reference, picture, mode = line.rstrip("\n").split("\t")
        alike = structural_similarity(
            pixels(reference, mode),
            pixels(picture, mode),
            channel_axis=2 if mode == "RGB" else None,
            data_range=255,
            gaussian_weights=True,
            sigma=1.5,
            use_sample_covariance=False,
        )
        print((1 - alike) / 2, flush=True)


if __name__ == "__main__":
    main()
