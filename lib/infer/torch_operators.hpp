// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace cxrval::infer {

// Makes torchvision's operators nms and roi_align known to LibTorch, which torchvision's scripted detection models need
// and LibTorch does not have, unless torchvision's own library is loaded. To be called before such a model is loaded;
// further calls do nothing.
//
//   nms(boxes N x 4, scores N, iou_threshold): the indices of the boxes, best first (ties by index), whose IoU with
//     every better one that is kept is at most iou_threshold.
//   roi_align(images B x C x H x W, rois R x 5, spatial_scale, height, width, sampling_ratio, aligned): R bins of
//     C x height x width. Each roi (index of its image, x_min, y_min, x_max, y_max, times spatial_scale) is divided
//     into height x width bins, whose values are the mean of sampling_ratio^2 bilinear samples (He et al. 2017, "Mask
//     R-CNN", section 3); a ratio of 0 or less takes one sample a pixel. Pixel centres are whole numbers, or with
//     `aligned` half ones.
//
// Arguments of other shapes, an image that there is not, and rois that are not finite throw c10::Error.
void register_torch_operators();

}  // namespace cxrval::infer
