// SPDX-License-Identifier: Apache-2.0
#include "his/decree.hpp"

#include <array>
#include <cstddef>

namespace cxrval::his {
namespace {

using Name = std::string_view;

constexpr Name sessions_4210[] = {
    "MA_LK",        "STT",           "MA_BN",         "HO_TEN",     "NGAY_SINH",    "GIOI_TINH", "DIA_CHI",
    "MA_THE",       "MA_DKBD",       "GT_THE_TU",     "GT_THE_DEN", "MIEN_CUNG_CT", "TEN_BENH",  "MA_BENH",
    "MA_BENHKHAC",  "MA_LYDO_VVIEN", "MA_NOI_CHUYEN", "MA_TAI_NAN", "NGAY_VAO",     "NGAY_RA",   "SO_NGAY_DTRI",
    "KET_QUA_DTRI", "TINH_TRANG_RV", "NGAY_TTOAN",    "T_THUOC",    "T_VTYT",       "T_TONGCHI", "T_BNTT",
    "T_BNCCT",      "T_BHTT",        "T_NGUONKHAC",   "T_NGOAIDS",  "NAM_QT",       "THANG_QT",  "MA_LOAI_KCB",
    "MA_KHOA",      "MA_CSKCB",      "MA_KHUVUC",     "MA_PTTT_QT", "CAN_NANG"};
constexpr Name drugs_4210[] = {"MA_LK",     "STT",        "MA_THUOC",  "MA_NHOM",    "TEN_THUOC", "DON_VI_TINH",
                               "HAM_LUONG", "DUONG_DUNG", "LIEU_DUNG", "SO_DANG_KY", "TT_THAU",   "PHAM_VI",
                               "TYLE_TT",   "SO_LUONG",   "DON_GIA",   "THANH_TIEN", "MUC_HUONG", "T_NGUON_KHAC",
                               "T_BNTT",    "T_BHTT",     "T_BNCCT",   "T_NGOAIDS",  "MA_KHOA",   "MA_BAC_SI",
                               "MA_BENH",   "NGAY_YL",    "MA_PTTT"};
constexpr Name services_4210[] = {"MA_LK",      "STT",         "MA_DICH_VU",  "MA_VAT_TU", "MA_NHOM",   "GOI_VTYT",
                                  "TEN_VAT_TU", "TEN_DICH_VU", "DON_VI_TINH", "PHAM_VI",   "SO_LUONG",  "DON_GIA",
                                  "TT_THAU",    "TYLE_TT",     "THANH_TIEN",  "T_TRANTT",  "MUC_HUONG", "T_NGUONKHAC",
                                  "T_BNTT",     "T_BHTT",      "T_BNCCT",     "T_NGOAIDS", "MA_KHOA",   "MA_GIUONG",
                                  "MA_BAC_SI",  "MA_BENH",     "NGAY_YL",     "NGAY_KQ",   "MA_PTTT"};
constexpr Name results_4210[] = {"MA_LK",   "STT",    "MA_DICH_VU", "MA_CHI_SO", "TEN_CHI_SO",
                                 "GIA_TRI", "MA_MAY", "MO_TA",      "KET_LUAN",  "NGAY_KQ"};
constexpr Name notes_4210[] = {"MA_LK", "STT", "DIEN_BIEN", "HOI_CHAN", "PHAU_THUAT", "NGAY_YL"};

constexpr Name sessions_130[] = {"MA_LK",           "STT",
                                 "MA_BN",           "HO_TEN",
                                 "SO_CCCD",         "NGAY_SINH",
                                 "GIOI_TINH",       "NHOM_MAU",
                                 "MA_QUOCTICH",     "MA_DANTOC",
                                 "MA_NGHE_NGHIEP",  "DIA_CHI",
                                 "MATINH_CU_TRU",   "MAHUYEN_CU_TRU",
                                 "MAXA_CU_TRU",     "DIEN_THOAI",
                                 "MA_THE_BHYT",     "MA_DKBD",
                                 "GT_THE_TU",       "GT_THE_DEN",
                                 "NGAY_MIEN_CCT",   "LY_DO_VV",
                                 "LY_DO_VNT",       "MA_LY_DO_VNT",
                                 "CHAN_DOAN_VAO",   "CHAN_DOAN_RV",
                                 "MA_BENH_CHINH",   "MA_BENH_KT",
                                 "MA_BENH_YHCT",    "MA_PTTT_QT",
                                 "MA_DOITUONG_KCB", "MA_NOI_DI",
                                 "MA_NOI_DEN",      "MA_TAI_NAN",
                                 "NGAY_VAO",        "NGAY_VAO_NOI_TRU",
                                 "NGAY_RA",         "GIAY_CHUYEN_TUYEN",
                                 "SO_NGAY_DTRI",    "PP_DIEU_TRI",
                                 "KET_QUA_DTRI",    "MA_LOAI_RV",
                                 "GHI_CHU",         "NGAY_TTOAN",
                                 "T_THUOC",         "T_VTYT",
                                 "T_TONGCHI_BV",    "T_TONGCHI_BH",
                                 "T_BNTT",          "T_BNCCT",
                                 "T_BHTT",          "T_NGUONKHAC",
                                 "T_BHTT_GDV",      "NAM_QT",
                                 "THANG_QT",        "MA_LOAI_KCB",
                                 "MA_KHOA",         "MA_CSKCB",
                                 "MA_KHUVUC",       "CAN_NANG",
                                 "CAN_NANG_CON",    "NAM_NAM_LIEN_TUC",
                                 "NGAY_TAI_KHAM",   "MA_HSBA",
                                 "MA_TTDV",         "DU_PHONG"};
constexpr Name drugs_130[] = {
    "MA_LK",          "STT",           "MA_THUOC",      "MA_PP_CHEBIEN",    "MA_CSKCB_THUOC",   "MA_NHOM",
    "TEN_THUOC",      "DON_VI_TINH",   "HAM_LUONG",     "DUONG_DUNG",       "DANG_BAO_CHE",     "LIEU_DUNG",
    "CACH_DUNG",      "SO_DANG_KY",    "TT_THAU",       "PHAM_VI",          "TYLE_TT_BH",       "SO_LUONG",
    "DON_GIA",        "THANH_TIEN_BV", "THANH_TIEN_BH", "T_NGUONKHAC_NSNN", "T_NGUONKHAC_VTNN", "T_NGUONKHAC_VTTN",
    "T_NGUONKHAC_CL", "T_NGUONKHAC",   "MUC_HUONG",     "T_BNTT",           "T_BNCCT",          "T_BHTT",
    "MA_KHOA",        "MA_BAC_SI",     "MA_DICH_VU",    "NGAY_YL",          "NGAY_TH_YL",       "MA_PTTT",
    "NGUON_CTRA",     "VET_THUONG_TP", "DU_PHONG"};
constexpr Name services_130[] = {
    "MA_LK",          "STT",         "MA_DICH_VU",       "MA_PTTT_QT",       "MA_VAT_TU",
    "MA_NHOM",        "GOI_VTYT",    "TEN_VAT_TU",       "TEN_DICH_VU",      "MA_XANG_DAU",
    "DON_VI_TINH",    "PHAM_VI",     "SO_LUONG",         "DON_GIA_BV",       "DON_GIA_BH",
    "TT_THAU",        "TYLE_TT_DV",  "TYLE_TT_BH",       "THANH_TIEN_BV",    "THANH_TIEN_BH",
    "T_TRANTT",       "MUC_HUONG",   "T_NGUONKHAC_NSNN", "T_NGUONKHAC_VTNN", "T_NGUONKHAC_VTTN",
    "T_NGUONKHAC_CL", "T_NGUONKHAC", "T_BNTT",           "T_BNCCT",          "T_BHTT",
    "MA_KHOA",        "MA_GIUONG",   "MA_BAC_SI",        "NGUOI_THUC_HIEN",  "MA_BENH",
    "MA_BENH_YHCT",   "NGAY_YL",     "NGAY_TH_YL",       "NGAY_KQ",          "MA_PTTT",
    "VET_THUONG_TP",  "PP_VO_CAM",   "VI_TRI_TH_DVKT",   "MA_MAY",           "MA_HIEU_SP",
    "TAI_SU_DUNG",    "DU_PHONG"};
constexpr Name results_130[] = {"MA_LK",     "STT",   "MA_DICH_VU", "MA_CHI_SO", "TEN_CHI_SO",   "GIA_TRI",
                                "DON_VI_DO", "MO_TA", "KET_LUAN",   "NGAY_KQ",   "MA_BS_DOC_KQ", "DU_PHONG"};
constexpr Name notes_130[] = {"MA_LK",    "STT",        "DIEN_BIEN_LS",   "GIAI_DOAN_BENH",
                              "HOI_CHAN", "PHAU_THUAT", "THOI_DIEM_DBLS", "NGUOI_THUC_HIEN",
                              "DU_PHONG"};

constexpr Name drug_list = "DSACH_CHI_TIET_THUOC";
constexpr Name service_list = "DSACH_CHI_TIET_DVKT";
constexpr Name result_list = "DSACH_CHI_TIET_CLS";
constexpr Name note_list = "DSACH_CHI_TIET_DIEN_BIEN_BENH";

constexpr std::array<TableForm, 5> forms_4210 = {
    {{Decree::qd4210, "XML1", "", "", "TONG_HOP", sessions_4210},
     {Decree::qd4210, "XML2", "", drug_list, "CHI_TIET_THUOC", drugs_4210},
     {Decree::qd4210, "XML3", "", service_list, "CHI_TIET_DVKT", services_4210},
     {Decree::qd4210, "XML4", "", result_list, "CHI_TIET_CLS", results_4210},
     {Decree::qd4210, "XML5", "", note_list, "CHI_TIET_DIEN_BIEN_BENH", notes_4210}}};
constexpr std::array<TableForm, 5> forms_130 = {
    {{Decree::qd130, "XML1", "", "", "TONG_HOP", sessions_130},
     {Decree::qd130, "XML2", "CHITIEU_CHITIET_THUOC", drug_list, "CHI_TIET_THUOC", drugs_130},
     {Decree::qd130, "XML3", "CHITIEU_CHITIET_DVKT_VTYT", service_list, "CHI_TIET_DVKT", services_130},
     {Decree::qd130, "XML4", "CHITIEU_CHITIET_DICHVUCANLAMSANG", result_list, "CHI_TIET_CLS", results_130},
     {Decree::qd130, "XML5", "CHITIEU_CHITIET_DIENBIENLAMSANG", note_list, "CHI_TIET_DIEN_BIEN_BENH", notes_130}}};

}  // namespace

const TableForm& table_form(Decree decree, int number) {
  return (decree == Decree::qd4210 ? forms_4210 : forms_130).at(static_cast<std::size_t>(number - 1));
}

}  // namespace cxrval::his
