# SPDX-License-Identifier: Apache-2.0
"""The final grey levels of an image, written out from PS3.3 C.11.1, C.11.2.1.2 and C.11.2.1.3 in numpy and, where pydicom
can be trusted, computed by pydicom's apply_modality_lut and apply_voi_lut as well: the two must agree here before any
product is compared with them."""
import warnings

import numpy as np
import pydicom
import eight_bit
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


def stretched(values, low, high):
    return np.clip((values - low) / (high - low), 0, 1) if high > low else np.zeros_like(values)


def measured(look, stored, values):
    """The values that are no padding (C.7.5.1.1.2)."""
    seen = values[~is_padding(look, stored)]
    if seen.size == 0:
        raise Unshowable("every pixel is padding")
    return seen


def chosen_voi(look, index):
    """A Lut, a window or None: LUTs before windows, the first usable one for index 0."""
    if look.voi_luts:
        return look.voi_luts[index] if index < len(look.voi_luts) else None
    if look.function not in ("LINEAR", "LINEAR_EXACT", "SIGMOID"):
        return None
    windows = look.windows if index == 0 else look.windows[index:index + 1]
    return next((window for window in windows if usable(window, look.function)), None)


def minmax(look, stored):
    values = modality(look, stored)
    seen = measured(look, stored, values)
    return stretched(values, seen.min(), seen.max())


def percentile(look, stored):
    values = modality(look, stored)
    return stretched(values, *np.percentile(measured(look, stored, values), (1, 99)))


def voi(look, stored, index=0):
    chosen = chosen_voi(look, index)
    if chosen is None and index > 0:
        raise Unshowable("the header has no such VOI LUT or window")
    if chosen is None:
        return minmax(look, stored)
    values = modality(look, stored)
    if isinstance(chosen, tuple):
        return windowed(values, chosen, look.function)
    return chosen(values) / (2**chosen.bits - 1)


def bits(look, stored):
    return (stored + (2**(look.bits_stored - 1) if look.is_signed else 0)) / (2**look.bits_stored - 1)


PRESETS = {"voi": voi, "minmax": minmax, "percentile": percentile, "bits": bits}


def is_inverted(look, rule):
    """auto follows Photometric Interpretation (C.7.6.3.1.2), plut follows Presentation LUT Shape (C.11.6) where it is."""
    by_photometric = look.photometric == "MONOCHROME1"
    if rule == "plut" and look.shape in ("IDENTITY", "INVERSE"):
        return look.shape == "INVERSE"
    return {"none": False, "invert": True}.get(rule, by_photometric)


def polarity_word(look, rule):
    if rule in ("none", "invert"):
        return rule
    shape = look.shape in ("IDENTITY", "INVERSE")
    word, other = ("plut", "photometric") if rule == "plut" and shape else ("photometric", "plut")
    agree = not shape or (look.shape == "INVERSE") == (look.photometric == "MONOCHROME1")
    return word if agree else f"{word}_not_{other}"


def preset_word(look, preset, index):
    if preset != "voi":
        return preset
    chosen = chosen_voi(look, index)
    return "voi_minmax" if chosen is None else "voi_window" if isinstance(chosen, tuple) else "voi_lut"


def image(look, stored, preset, rule, index=0):
    if preset in eight_bit.RECIPES:
        return eight_bit.image(stored, preset, is_inverted(look, rule))
    levels = voi(look, stored, index) if preset == "voi" else PRESETS[preset](look, stored)
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


def why_not_pydicom(look, stored, index):
    """Why pydicom 2.3 cannot give the voi preset of this image; empty when it can."""
    if look.modality_lut is not None and look.modality_lut.bits not in (8, 16):
        return "apply_modality_lut asks numpy for uint12 and the like"
    chosen = chosen_voi(look, index)
    if chosen is None:
        return "apply_voi_lut changes nothing without a usable VOI"
    if not isinstance(chosen, tuple):
        reach = np.rint(modality(look, stored)) - chosen.first
        wraps = reach.max() > (255 if chosen.bits == 8 else 65535)
        return "apply_voi counts the index in the type of the entries, where it wraps" if wraps else ""
    if not usable(look.windows[index], look.function):
        return "apply_windowing raises when the first window is not usable"
    return ""


def pydicom_voi(look, stored, index):
    """apply_voi_lut's result, brought to 0..1. A LUT's entries range over 0..2^bits-1. A window's output ranges over what
    the modality transformation makes of the smallest and the largest stored value, in that order: with a negative slope
    pydicom's y_max is the smaller one, and the division by the (negative) range puts it right again."""
    dataset = clean_dataset(look)
    with warnings.catch_warnings(), np.errstate(over="ignore"):
        warnings.simplefilter("ignore")
        values = apply_modality_lut(stored, dataset)
        if look.voi_luts:
            rounded = np.rint(values).astype(np.int64)  # apply_voi truncates
            return apply_voi_lut(rounded, dataset, index, prefer_lut=True) / (2**look.voi_luts[index].bits - 1)
        # The ends of the range, asked of pydicom itself: a value far below and one far above every window.
        ends = apply_windowing(np.array([-1e12, 1e12]), dataset, index)
        return (apply_voi_lut(values, dataset, index, prefer_lut=True) - ends[0]) / (ends[1] - ends[0])


def cross_check(look, stored, index=0):
    """Asserts that formulas and pydicom agree; gives the reason where pydicom cannot be asked."""
    if look.modality_lut is None or look.modality_lut.bits in (8, 16):
        difference = apply_modality_lut(stored, clean_dataset(look)) - modality(look, stored)
        assert np.abs(difference).max() <= 1e-6, "pydicom's modality transformation differs"
    reason = why_not_pydicom(look, stored, index)
    if not reason:
        difference = np.abs(pydicom_voi(look, stored, index) - voi(look, stored, index)).max()
        assert difference <= 1e-9, f"pydicom's VOI transformation differs by {difference}"
    return reason
