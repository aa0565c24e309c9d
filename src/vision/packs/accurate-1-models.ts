import type { PackModel } from '../../core/pack.ts';

/**
 * The models of the pack `accurate-1` that do not come with the installation. Hashes and sizes were computed from the
 * files; see MODELS.md for how those without an address were made.
 */
export const ACCURATE_1_MODELS = {
  yunet: {
    role: 'detector',
    name: 'YuNet-s (faces and five landmarks)',
    file: 'yunet_s_dynamic.onnx',
    licence: 'Apache-2.0',
    origin: 'github.com/ShiqiYu/libfacedetection.train, onnx/yunet_s_dynamic.onnx',
    download: {
      url: 'https://github.com/ShiqiYu/libfacedetection.train/raw/master/onnx/yunet_s_dynamic.onnx',
      bytes: 237_823,
      sha256: 'daede24002cc8590f457998cc5e6c9e8b82f45f6bd969506a8913cd4ed10a2d3',
    },
  },
  mobilefacenet: {
    role: 'recogniser',
    name: 'MobileFaceNet (128 dimensions)',
    file: 'mobilefacenet-128.onnx',
    licence: 'Apache-2.0',
    origin: 'github.com/foamliu/MobileFaceNet, weights/MobileFaceNet.onnx; trained on refined MS-Celeb-1M',
    download: {
      url: 'https://github.com/foamliu/MobileFaceNet/raw/master/weights/MobileFaceNet.onnx',
      bytes: 3_998_070,
      sha256: 'b7120c095d60094f28a4a54ba6a8bf51b297a6273fb40ef6350dfec1f63d9507',
    },
  },
} as const satisfies Record<string, PackModel>;
