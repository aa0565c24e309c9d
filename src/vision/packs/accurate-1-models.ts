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
  minifasnetClose: {
    role: 'liveness',
    name: 'MiniFASNetV2 (sees 2.7 times the face)',
    file: 'minifasnet-v2-2.7.onnx',
    licence: 'Apache-2.0',
    origin:
      'github.com/minivision-ai/Silent-Face-Anti-Spoofing, resources/anti_spoof_models/2.7_80x80_MiniFASNetV2.pth, converted',
    download: {
      bytes: 1_795_163,
      sha256: '7c9005a9c36e967aec6511de9885884a5e40894d9f221d003416b135e7f069f7',
    },
  },
  minifasnetWide: {
    role: 'liveness',
    name: 'MiniFASNetV1SE (sees 4 times the face)',
    file: 'minifasnet-v1se-4.0.onnx',
    licence: 'Apache-2.0',
    origin:
      'github.com/minivision-ai/Silent-Face-Anti-Spoofing, resources/anti_spoof_models/4_0_0_80x80_MiniFASNetV1SE.pth, converted',
    download: {
      bytes: 1_713_559,
      sha256: '03ad03ead2a3d323a86f29aa0ee85e111626f412ce5dc00ac908042186709ce7',
    },
  },
} as const satisfies Record<string, PackModel>;
