// SPDX-License-Identifier: Apache-2.0
#include "encode.hpp"

#include "dicom/dcmtk_setup.hpp"
#include "dicom/jpeg_ls.hpp"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcdatset.h>
#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmdata/dcpixel.h>
#include <dcmtk/dcmdata/dcpixseq.h>
#include <dcmtk/dcmdata/dcpxitem.h>
#include <dcmtk/dcmdata/dcrlerp.h>
#include <dcmtk/dcmjpeg/djcparam.h>
#include <dcmtk/dcmjpeg/djeijg12.h>
#include <dcmtk/dcmjpeg/djeijg16.h>
#include <dcmtk/dcmjpeg/djeijg8.h>
#include <openjpeg.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <stdexcept>
#include <vector>

namespace encode {
namespace {

using cxrval::image::Source;

void require(bool done) {
  if (!done) throw std::logic_error("the encoder refuses the image");
}

struct Written {
  std::string bytes;
  std::size_t at = 0;
};

OPJ_SIZE_T write_on(void* from, OPJ_SIZE_T size, void* user) {
  auto& out = *static_cast<Written*>(user);
  if (out.bytes.size() < out.at + size) out.bytes.resize(out.at + size);
  std::memcpy(&out.bytes[out.at], from, size);
  out.at += size;
  return size;
}

OPJ_OFF_T skip_on(OPJ_OFF_T count, void* user) {
  auto& out = *static_cast<Written*>(user);
  out.at += static_cast<std::size_t>(count);
  if (out.bytes.size() < out.at) out.bytes.resize(out.at);
  return count;
}

OPJ_BOOL seek_to(OPJ_OFF_T place, void* user) {
  auto& out = *static_cast<Written*>(user);
  out.at = static_cast<std::size_t>(place);
  if (out.bytes.size() < out.at) out.bytes.resize(out.at);
  return OPJ_TRUE;
}

opj_image_t* opj_image_of(const Source& source) {
  opj_image_cmptparm_t about{};
  about.dx = about.dy = 1;
  about.w = static_cast<OPJ_UINT32>(source.width);
  about.h = static_cast<OPJ_UINT32>(source.height);
  about.prec = static_cast<OPJ_UINT32>(source.bits_stored);
  about.sgnd = source.is_signed ? 1 : 0;
  opj_image_t* image = opj_image_create(1, &about, OPJ_CLRSPC_GRAY);
  require(image != nullptr);
  image->x1 = about.w;
  image->y1 = about.h;
  std::transform(source.samples.begin(), source.samples.end(), image->comps[0].data,
                 [&](std::uint16_t word) { return source.value(word); });
  return image;
}

opj_cparameters_t parameters_of(const Jpeg2000Options& options) {
  opj_cparameters_t parameters;
  opj_set_default_encoder_parameters(&parameters);
  parameters.numresolution = options.resolutions;
  parameters.tcp_numlayers = options.layers;
  parameters.cp_disto_alloc = 1;
  if (options.peak_signal_to_noise > 0) {
    parameters.irreversible = 1;
    parameters.cp_disto_alloc = 0;
    parameters.cp_fixed_quality = 1;
    parameters.tcp_distoratio[0] = static_cast<float>(options.peak_signal_to_noise);
  }
  for (int layer = 0; layer + 1 < options.layers; ++layer) {
    parameters.tcp_rates[layer] = static_cast<float>(20 - layer);
  }
  if (options.tile > 0) {
    parameters.tile_size_on = OPJ_TRUE;
    parameters.cp_tdx = parameters.cp_tdy = options.tile;
  }
  return parameters;
}

bool is_narrow(const Source& source) {
  return source.bits_stored <= 8;
}

std::vector<Uint8> bytes_of(const Source& source) {
  return {source.samples.begin(), source.samples.end()};
}

std::string taken(Uint8* code, Uint32 length) {
  const std::unique_ptr<Uint8[]> owned(code);
  return {reinterpret_cast<const char*>(code), length};
}

DJCodecParameter codec_parameter() {
  return {ECC_lossyYCbCr, EDC_never, EUC_never, EPC_default};
}

template <class Encoder>
std::string wide_code(Encoder& encoder, const Source& source) {
  std::vector<Uint16> words(source.samples.begin(), source.samples.end());
  Uint8* code = nullptr;
  Uint32 length = 0;
  require(encoder
              .encode(static_cast<Uint16>(source.width), static_cast<Uint16>(source.height), EPI_Monochrome2, 1,
                      words.data(), code, length)
              .good());
  return taken(code, length);
}

std::string narrow_code(DJCompressIJG8Bit& encoder, const Source& source) {
  std::vector<Uint8> bytes = bytes_of(source);
  Uint8* code = nullptr;
  Uint32 length = 0;
  require(encoder
              .encode(static_cast<Uint16>(source.width), static_cast<Uint16>(source.height), EPI_Monochrome2, 1,
                      bytes.data(), code, length)
              .good());
  return taken(code, length);
}

std::string by_data_set(const Source& source, E_TransferSyntax syntax, const DcmRepresentationParameter& parameter) {
  cxrval::dicom::set_up_dcmtk();
  DcmDataset set;
  const auto word = [&](const DcmTagKey& key, int value) { set.putAndInsertUint16(key, static_cast<Uint16>(value)); };
  const int allocated = is_narrow(source) ? 8 : 16;
  word(DCM_SamplesPerPixel, 1);
  set.putAndInsertString(DCM_PhotometricInterpretation, "MONOCHROME2");
  word(DCM_Rows, source.height);
  word(DCM_Columns, source.width);
  word(DCM_BitsAllocated, allocated);
  word(DCM_BitsStored, allocated);
  word(DCM_HighBit, allocated - 1);
  word(DCM_PixelRepresentation, 0);
  auto pixels = std::make_unique<DcmPixelData>(DcmTag(DCM_PixelData, is_narrow(source) ? EVR_OB : EVR_OW));
  if (is_narrow(source)) {
    std::vector<Uint8> bytes = bytes_of(source);
    if (bytes.size() % 2 != 0) bytes.push_back(0);
    require(pixels->putUint8Array(bytes.data(), bytes.size()).good());
  } else {
    require(pixels->putUint16Array(source.samples.data(), source.samples.size()).good());
  }
  require(set.insert(pixels.release(), OFTrue).good());
  require(set.chooseRepresentation(syntax, &parameter).good());
  DcmElement* element = nullptr;
  require(set.findAndGetElement(DCM_PixelData, element).good());
  DcmPixelSequence* sequence = nullptr;
  require(static_cast<DcmPixelData*>(element)->getEncapsulatedRepresentation(syntax, &parameter, sequence).good());
  std::string code;
  for (unsigned long i = 1; i < sequence->card(); ++i) {
    DcmPixelItem* item = nullptr;
    Uint8* bytes = nullptr;
    require(sequence->getItem(item, i).good() && item->getUint8Array(bytes).good());
    code.append(reinterpret_cast<const char*>(bytes), item->getLength());
  }
  return code;
}

}  // namespace

std::string jpeg2000(const Source& source, const Jpeg2000Options& options) {
  Written out;
  const std::unique_ptr<opj_image_t, decltype(&opj_image_destroy)> image(opj_image_of(source), opj_image_destroy);
  opj_codec_t* codec = opj_create_compress(options.jp2 ? OPJ_CODEC_JP2 : OPJ_CODEC_J2K);
  opj_stream_t* stream = opj_stream_default_create(OPJ_FALSE);
  opj_stream_set_user_data(stream, &out, nullptr);
  opj_stream_set_write_function(stream, write_on);
  opj_stream_set_skip_function(stream, skip_on);
  opj_stream_set_seek_function(stream, seek_to);
  opj_cparameters_t parameters = parameters_of(options);
  const bool done = opj_setup_encoder(codec, &parameters, image.get()) &&
                    opj_start_compress(codec, image.get(), stream) && opj_encode(codec, stream) &&
                    opj_end_compress(codec, stream);
  opj_stream_destroy(stream);
  opj_destroy_codec(codec);
  require(done);
  return out.bytes;
}

std::string jpeg_lossy(const Source& source, JpegMode mode, int quality) {
  const DJCodecParameter parameter = codec_parameter();
  const EJ_Mode dcmtk_mode = mode == JpegMode::progressive          ? EJM_progressive
                             : mode == JpegMode::spectral_selection ? EJM_spectralSelection
                                                                    : EJM_sequential;
  if (is_narrow(source)) {
    DJCompressIJG8Bit encoder(parameter, dcmtk_mode == EJM_sequential ? EJM_baseline : dcmtk_mode,
                              static_cast<Uint8>(quality));
    return narrow_code(encoder, source);
  }
  DJCompressIJG12Bit encoder(parameter, dcmtk_mode, static_cast<Uint8>(quality));
  return wide_code(encoder, source);
}

std::string jpeg_lossless(const Source& source, int predictor) {
  const DJCodecParameter parameter = codec_parameter();
  if (is_narrow(source)) {
    DJCompressIJG8Bit encoder(parameter, EJM_lossless, predictor, 0);
    return narrow_code(encoder, source);
  }
  if (source.bits_stored <= 12) {
    DJCompressIJG12Bit encoder(parameter, EJM_lossless, predictor, 0);
    return wide_code(encoder, source);
  }
  DJCompressIJG16Bit encoder(parameter, EJM_lossless, predictor, 0);
  return wide_code(encoder, source);
}

std::string jpeg_ls(const Source& source) {
  return cxrval::dicom::encode_jpeg_ls(source.samples, {source.height, source.width, is_narrow(source) ? 8 : 16});
}

std::string rle(const Source& source) {
  const DcmRLERepresentationParameter parameter{};
  return by_data_set(source, EXS_RLELossless, parameter);
}

}  // namespace encode
