import { ExactFaceIndex } from '../../src/index/exact/exact-face-index.ts';
import { faceIndexContract } from '../contracts/face-index-contract.ts';

faceIndexContract('ExactFaceIndex', () => new ExactFaceIndex());
