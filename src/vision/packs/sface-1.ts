import type { PackModel } from '../../core/pack.ts';
import { ACCURATE_1_MODELS } from './accurate-1-models.ts';
import { GENERAL_UPRIGHT } from './general-upright.ts';
import type { PackDefinition } from './pack-definition.ts';
import { PROVISIONAL_CALIBRATION } from './provisional-calibration.ts';

/** Size and hash as its repository publishes them. */
const SFACE: PackModel = {
  role: 'recogniser',
  name: 'SFace 2021dec (128 dimensions)',
  file: 'face_recognition_sface_2021dec.onnx',
  licence: 'Apache-2.0',
  origin: 'github.com/opencv/opencv_zoo, models/face_recognition_sface',
  download: {
    url: 'https://media.githubusercontent.com/media/opencv/opencv_zoo/main/models/face_recognition_sface/face_recognition_sface_2021dec.onnx',
    bytes: 38_696_353,
    sha256: '0ba9fbfa01b5270c96627c4ef784da859931e02f04419c829e83484087c34e79',
  },
};

/**
 * An optional pull that was never run by us: asked as OpenCV's FaceRecognizerSF asks it (RGB, 0..255, ArcFace's five
 * points; modules/objdetect/src/face_recognize.cpp).
 */
export const SFACE_1: PackDefinition = {
  id: 'sface-1',
  summary:
    'SFace behind YuNet: optional, not measured by us. Check it with "likeness evaluate" before you rely on it.',
  detector: { kind: 'yunet', detector: ACCURATE_1_MODELS.yunet },
  recognisers: [
    {
      name: 'sface-128',
      model: SFACE,
      input: {
        name: 'data',
        sidePx: 112,
        alignment: { template: 'arcface', padding: 0 },
        channels: 'rgb',
        mean: [0, 0, 0],
        deviation: [1, 1, 1],
      },
      output: { name: 'fc1', dimensions: 128 },
      mostFacesAtOnce: 1,
      mirrored: false,
      weight: 1,
    },
  ],
  upright: GENERAL_UPRIGHT,
  liveness: [],
  calibration: PROVISIONAL_CALIBRATION,
  provisional: true,
};
