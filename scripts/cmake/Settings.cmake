# SPDX-License-Identifier: Apache-2.0
option(CXRVAL_WERROR "Treat warnings as errors" OFF)
set(CXRVAL_SANITIZE "" CACHE STRING "Sanitizers to build with, such as address,undefined")

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Build type" FORCE)
endif()
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/bin")
set(CMAKE_VERIFY_INTERFACE_HEADER_SETS ON)

find_program(CCACHE ccache)
if(CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # Without these it keeps nothing that was compiled with a precompiled header, as the tests are.
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CMAKE_COMMAND};-E;env;CCACHE_SLOPPINESS=pch_defines,time_macros;${CCACHE}")
endif()

add_library(cxrval_settings INTERFACE)
target_include_directories(cxrval_settings INTERFACE "${PROJECT_SOURCE_DIR}/lib")
if(CXRVAL_SANITIZE)
  target_compile_options(cxrval_settings INTERFACE -fsanitize=${CXRVAL_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(cxrval_settings INTERFACE -fsanitize=${CXRVAL_SANITIZE})
endif()

add_library(cxrval_warnings INTERFACE)
target_compile_options(cxrval_warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wold-style-cast -Wnon-virtual-dtor)
# GCC 12 warns of copies inside std::string's operator+ that overlap or run over, where none does (GCC bug 105651).
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  target_compile_options(cxrval_warnings INTERFACE -Wno-restrict -Wno-array-bounds -Wno-stringop-overflow)
endif()
if(CXRVAL_WERROR)
  target_compile_options(cxrval_warnings INTERFACE -Werror)
endif()
