# SPDX-License-Identifier: Apache-2.0
# Everything comes from the system; nothing is downloaded at configure time.
find_package(Threads REQUIRED)
find_package(tl-expected REQUIRED)
find_package(simdjson REQUIRED)
find_package(nlohmann_json 3.11 REQUIRED)
find_package(OpenSSL 3 REQUIRED COMPONENTS Crypto)
find_package(Boost 1.74 REQUIRED COMPONENTS program_options)
find_package(Eigen3 3.4 REQUIRED NO_MODULE)
find_package(LibXml2 REQUIRED)
find_package(ICU REQUIRED COMPONENTS uc i18n)
find_package(ZLIB REQUIRED)
find_package(LibArchive REQUIRED)
find_package(PNG REQUIRED)
find_package(JPEG REQUIRED)
find_package(CURL 7.88 REQUIRED)
find_package(DCMTK CONFIG REQUIRED)
find_package(charls 2 CONFIG REQUIRED)

# Only the parts of DCMTK that decode and hold data: the rest would slow the start of every tool that reads DICOM. Not its
# JPEG-LS: that has a CharLS of its own whose symbols are those of the library above.
add_library(cxrval_dcmtk INTERFACE)
target_link_libraries(cxrval_dcmtk INTERFACE DCMTK::dcmdata DCMTK::dcmjpeg)
add_library(DCMTK::DCMTK_codecs ALIAS cxrval_dcmtk)

# OpenJPEG's own CMake files warn of every program of a package that is not installed; the library is all we want.
find_path(OPENJPEG_INCLUDE_DIR openjpeg.h PATH_SUFFIXES openjpeg-2.5 openjpeg-2.6 REQUIRED)
find_library(OPENJPEG_LIBRARY openjp2 REQUIRED)
add_library(OpenJPEG::openjp2 UNKNOWN IMPORTED)
set_target_properties(OpenJPEG::openjp2 PROPERTIES
  IMPORTED_LOCATION "${OPENJPEG_LIBRARY}" INTERFACE_INCLUDE_DIRECTORIES "${OPENJPEG_INCLUDE_DIR}")

# oneDNN's own CMake files want OpenCL, which nothing here uses.
find_path(DNNL_INCLUDE_DIR oneapi/dnnl/dnnl.hpp REQUIRED)
find_library(DNNL_LIBRARY dnnl REQUIRED)
add_library(DNNL::dnnl UNKNOWN IMPORTED)
set_target_properties(DNNL::dnnl PROPERTIES
  IMPORTED_LOCATION "${DNNL_LIBRARY}" INTERFACE_INCLUDE_DIRECTORIES "${DNNL_INCLUDE_DIR}")

# Debian's LibTorch and any newer one, by -DCMAKE_PREFIX_PATH=…; its compile flags are the infer module's alone.
find_package(Torch REQUIRED)
