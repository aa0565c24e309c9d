import type { PackModel } from '../../core/pack.ts';

const SOURCE = 'npm package @vladmandic/face-api 1.7 (MIT)';

/** The models of the pack `standard-1`. More about each, and what it must not be used for: MODELS.md. */
export const STANDARD_1_MODELS = {
  detector: {
    role: 'detector',
    name: 'SSD MobileNetV1 (faces)',
    file: 'ssd-mobilenet-v1.onnx',
    licence: 'MIT',
    origin: `${SOURCE}; by way of face-api.js from yeephycho/tensorflow-face-detection (Apache-2.0)`,
  },
  landmarks: {
    role: 'landmarks',
    name: 'face-api 68-point landmarks',
    file: 'landmark-68.onnx',
    licence: 'MIT',
    origin: `${SOURCE}; trained by the author of face-api.js`,
  },
  recogniser: {
    role: 'recogniser',
    name: 'dlib face recognition ResNet (128 dimensions)',
    file: 'resnet-128.onnx',
    licence: 'MIT',
    origin: `${SOURCE}; by way of face-api.js from davisking/dlib-models (CC0)`,
  },
} as const satisfies Record<string, PackModel>;
