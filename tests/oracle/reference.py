# SPDX-License-Identifier: Apache-2.0
"""The final grey levels of an image, written out from PS3.3 C.11.1, C.11.2.1.2 and C.11.2.1.3 in numpy and, where pydicom
can be trusted, computed by pydicom's apply_modality_lut and apply_voi_lut as well: the two must agree here before any
product is compared with them."""
import warnings

import numpy as np
import pydicom
from pydicom.pixel_data_handlers.util import apply_modality_lut, apply_voi_lut, apply_windowing


class Unshowable(Exception):
    """The rules give no grey levels; the product must reject the image as well."""


def usable(window, function):
    centre, width = window
    if not (np.isfinite(centre) and np.isfinite(width)):
        return False
    return width >= 1 if function == "LINEAR" else width > 0  # C.11.2.1.2.1, C.11.2.1.3


def modality(look, stored):
    if look.modality_lut is not None:
        return look.modality_lut(stored).astype(np.float64)
    return stored * look.slope + look.intercept


def windowed(x, window, function):
    centre, width = window
    if function == "SIGMOID":  # C.11.2.1.3.1 with an output from 0 to 1
        with np.errstate(over="ignore"):
            return 1 / (1 + np.exp(-4 * (x - centre) / width))
    if function == "LINEAR":  # C.11.2.1.2.1; LINEAR_EXACT is C.11.2.1.3.2
        centre, width = centre - 0.5, width - 1
    below, above = x <= centre - width / 2, x > centre + width / 2
    middle = (x - centre) / width + 0.5 if width > 0 else np.zeros_like(x)
    return np.where(below, 0.0, np.where(above, 1.0, middle))


def is_padding(look, stored):
    if look.padding is None:
        return np.zeros(stored.shape, bool)
    return (stored >= look.padding[0]) & (stored <= look.padding[1])


def stretched(look, stored, values):
    seen = values[~is_padding(look, stored)]
    if seen.size == 0:
        raise Unshowable("every pixel is padding")
    low, high = seen.min(), seen.max()
    return np.clip((values - low) / (high - low), 0, 1) if high > low else np.zeros_like(values)


def first_window(look):
    if look.function not in ("LINEAR", "LINEAR_EXACT", "SIGMOID"):
        return None
    return next((window for window in look.windows if usable(window, look.function)), None)


def voi(look, stored):
    values = modality(look, stored)
    if look.voi_luts:
        lut = look.voi_luts[0]
        return lut(values) / (2**lut.bits - 1)
    window = first_window(look)
    return stretched(look, stored, values) if window is None else windowed(values, window, look.function)


def bits(look, stored):
    return (stored + (2**(look.bits_stored - 1) if look.is_signed else 0)) / (2**look.bits_stored - 1)


def grey_levels(look, stored, preset):
    """Before the polarity. Float64, 0 to 1."""
    if preset == "voi":
        return voi(look, stored)
    if preset == "minmax":
        return stretched(look, stored, modality(look, stored))
    if preset == "bits":
        return bits(look, stored)
    raise ValueError(preset)


def is_inverted(look, rule):
    """auto follows Photometric Interpretation (C.7.6.3.1.2), plut follows Presentation LUT Shape (C.11.6) where it is."""
    by_photometric = look.photometric == "MONOCHROME1"
    if rule == "plut" and look.shape in ("IDENTITY", "INVERSE"):
        return look.shape == "INVERSE"
    return {"auto": by_photometric, "photometric": by_photometric, "plut": by_photometric}[rule]


def image(look, stored, preset, rule):
    levels = grey_levels(look, stored, preset)
    return 1 - levels if is_inverted(look, rule) else levels


# --- pydicom's own functions -----------------------------------------------------------------------------------------

def clean_dataset(look):
    """The same display part without pydicom's guesses about VRs."""
    dataset = pydicom.Dataset()
    dataset.is_little_endian, dataset.is_implicit_VR = True, False
    dataset.PhotometricInterpretation = look.photometric
    dataset.BitsStored, dataset.PixelRepresentation = look.bits_stored, int(look.is_signed)
    if look.modality_lut is None:
        dataset.RescaleSlope, dataset.RescaleIntercept = repr_ds(look.slope), repr_ds(look.intercept)
    for name, luts in (("ModalityLUTSequence", [look.modality_lut] if look.modality_lut else []),
                       ("VOILUTSequence", look.voi_luts)):
        if luts:
            setattr(dataset, name, pydicom.Sequence([lut_item(lut) for lut in luts]))
    if look.windows:
        dataset.WindowCenter = [repr_ds(centre) for centre, _ in look.windows]
        dataset.WindowWidth = [repr_ds(width) for _, width in look.windows]
    dataset.VOILUTFunction = look.function
    return dataset


def repr_ds(number):
    return pydicom.valuerep.DSfloat(number, auto_format=True)


def lut_item(lut):
    item = pydicom.Dataset()
    item.add_new(0x00283002, "SS" if lut.first < 0 else "US", [len(lut.entries) % 65536, lut.first, lut.bits])
    item.add_new(0x00283006, "US", [int(entry) for entry in lut.entries])
    return item


def why_not_pydicom(look, stored):
    """Why pydicom 2.3 cannot give the voi preset of this image; empty when it can."""
    if look.modality_lut is not None and look.modality_lut.bits not in (8, 16):
        return "apply_modality_lut asks numpy for uint12 and the like"
    if look.voi_luts:
        lut = look.voi_luts[0]
        reach = np.rint(modality(look, stored)) - lut.first
        if reach.max() > (255 if lut.bits == 8 else 65535):
            return "apply_voi counts the index in the type of the entries, where it wraps"
        return ""
    if not look.windows:
        return "apply_voi_lut changes nothing without a VOI"
    if not usable(look.windows[0], look.function):
        return "apply_windowing raises on the first window"
    if look.function not in ("LINEAR", "LINEAR_EXACT", "SIGMOID"):
        return "unknown function"
    return ""


def pydicom_modality(look, stored):
    return apply_modality_lut(stored, clean_dataset(look))


def pydicom_voi(look, stored):
    """apply_voi_lut's result, brought to 0..1. A LUT's entries range over 0..2^bits-1. A window's output ranges over what
    the modality transformation makes of the smallest and the largest stored value, in that order: with a negative slope
    pydicom's y_max is the smaller one, and the division by the (negative) range puts it right again."""
    dataset = clean_dataset(look)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        values = apply_modality_lut(stored, dataset)
        if look.voi_luts:
            rounded = np.rint(values).astype(np.int64)  # apply_voi truncates
            return apply_voi_lut(rounded, dataset, index=0, prefer_lut=True) / (2**look.voi_luts[0].bits - 1)
        # The ends of the range, asked of pydicom itself: a value far below and one far above every window.
        with np.errstate(over="ignore"):
            ends = apply_windowing(np.array([-1e12, 1e12]), dataset, 0)
            shown = apply_voi_lut(values, dataset, index=0, prefer_lut=True)
    return (shown - ends[0]) / (ends[1] - ends[0])


def cross_check(look, stored):
    """Asserts that formulas and pydicom agree; gives the reason where pydicom cannot be asked."""
    if look.modality_lut is None or look.modality_lut.bits in (8, 16):
        assert np.abs(pydicom_modality(look, stored) - modality(look, stored)).max() <= 1e-6, "modality"
    reason = why_not_pydicom(look, stored)
    if not reason:
        assert np.abs(pydicom_voi(look, stored) - voi(look, stored)).max() <= 1e-9, "voi"
    return reason
