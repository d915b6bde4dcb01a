// SPDX-License-Identifier: Apache-2.0
#include "dicom/transfer_syntax.hpp"

#include <array>

namespace cxrval::dicom {
namespace {

constexpr std::array<SyntaxInfo, 34> known = {{
    {"1.2.840.10008.1.2", "Implicit VR Little Endian", Coding::native, false},
    {"1.2.840.10008.1.2.1", "Explicit VR Little Endian", Coding::native},
    {"1.2.840.10008.1.2.1.98", "Encapsulated Uncompressed Explicit VR Little Endian"},
    {"1.2.840.10008.1.2.1.99", "Deflated Explicit VR Little Endian", Coding::native, true, false, true},
    {"1.2.840.10008.1.2.2", "Explicit VR Big Endian", Coding::native, true, true},
    {"1.2.840.10008.1.2.4.50", "JPEG Baseline (Process 1)", Coding::jpeg},
    {"1.2.840.10008.1.2.4.51", "JPEG Extended (Process 2 & 4)", Coding::jpeg},
    {"1.2.840.10008.1.2.4.53", "JPEG Spectral Selection, Non-Hierarchical (Process 6 & 8)", Coding::jpeg},
    {"1.2.840.10008.1.2.4.55", "JPEG Full Progression, Non-Hierarchical (Process 10 & 12)", Coding::jpeg},
    {"1.2.840.10008.1.2.4.57", "JPEG Lossless, Non-Hierarchical (Process 14)", Coding::jpeg},
    {"1.2.840.10008.1.2.4.70", "JPEG Lossless, Non-Hierarchical, First-Order Prediction", Coding::jpeg},
    {"1.2.840.10008.1.2.4.80", "JPEG-LS Lossless", Coding::jpeg_ls},
    {"1.2.840.10008.1.2.4.81", "JPEG-LS Lossy (Near-Lossless)", Coding::jpeg_ls},
    {"1.2.840.10008.1.2.4.90", "JPEG 2000 (Lossless Only)", Coding::jpeg2000},
    {"1.2.840.10008.1.2.4.91", "JPEG 2000", Coding::jpeg2000},
    {"1.2.840.10008.1.2.4.92", "JPEG 2000 Part 2 Multi-component (Lossless Only)"},
    {"1.2.840.10008.1.2.4.93", "JPEG 2000 Part 2 Multi-component"},
    {"1.2.840.10008.1.2.4.94", "JPIP Referenced"},
    {"1.2.840.10008.1.2.4.95", "JPIP Referenced Deflate", Coding::unsupported, true, false, true},
    {"1.2.840.10008.1.2.4.100", "MPEG2 Main Profile / Main Level"},
    {"1.2.840.10008.1.2.4.101", "MPEG2 Main Profile / High Level"},
    {"1.2.840.10008.1.2.4.102", "MPEG-4 AVC/H.264 High Profile"},
    {"1.2.840.10008.1.2.4.103", "MPEG-4 AVC/H.264 BD-compatible High Profile"},
    {"1.2.840.10008.1.2.4.104", "MPEG-4 AVC/H.264 High Profile For 2D Video"},
    {"1.2.840.10008.1.2.4.105", "MPEG-4 AVC/H.264 High Profile For 3D Video"},
    {"1.2.840.10008.1.2.4.107", "HEVC/H.265 Main Profile"},
    {"1.2.840.10008.1.2.4.108", "HEVC/H.265 Main 10 Profile"},
    {"1.2.840.10008.1.2.4.110", "JPEG XL Lossless"},
    {"1.2.840.10008.1.2.4.111", "JPEG XL JPEG Recompression"},
    {"1.2.840.10008.1.2.4.112", "JPEG XL"},
    {"1.2.840.10008.1.2.4.201", "High-Throughput JPEG 2000 (Lossless Only)", Coding::jpeg2000},
    {"1.2.840.10008.1.2.4.202", "High-Throughput JPEG 2000 with RPCL Options (Lossless Only)", Coding::jpeg2000},
    {"1.2.840.10008.1.2.4.203", "High-Throughput JPEG 2000", Coding::jpeg2000},
    {"1.2.840.10008.1.2.5", "RLE Lossless", Coding::rle},
}};

}  // namespace

SyntaxInfo syntax_info(std::string_view uid) {
  for (const SyntaxInfo& syntax : known) {
    if (syntax.uid == uid) return syntax;
  }
  SyntaxInfo other;
  other.name = "unknown";
  return other;
}

}  // namespace cxrval::dicom
