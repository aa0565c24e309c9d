import { describe, expect, it } from 'vitest';
import { FAULT_CODES, Fault, isFaultCode } from '../../src/core/fault.ts';

describe('a fault', () => {
  it('has a sentence and a remedy that end like sentences, for every code', () => {
    for (const code of FAULT_CODES) {
      const fault = new Fault(code, { details: { problem: 'body.name: is missing.' } });
      expect(fault.message).toMatch(/[.!?]$/);
      expect(fault.remedy).toMatch(/[.!?]$/);
    }
  });

  it('fills its sentence from its details', () => {
    const fault = new Fault('gallery_not_found', { details: { gallery: 'press {x} $& archive' } });
    expect(fault.message).toBe('There is no gallery named "press {x} $& archive".');
  });

  it('is retryable exactly when the machine is busy or a limit holds for a time', () => {
    const retryable = FAULT_CODES.filter((code) => new Fault(code).retryable);
    const busy = FAULT_CODES.filter((code) => ['busy', 'limited'].includes(new Fault(code).kind));
    expect(retryable).toEqual(busy);
    expect(busy).toContain('overloaded');
  });

  it('keeps its cause', () => {
    const cause = new Error('below');
    expect(new Fault('photo_damaged', { cause }).cause).toBe(cause);
  });

  it('is known by its code, and nothing inherited counts as a code', () => {
    expect(isFaultCode('no_face')).toBe(true);
    expect(isFaultCode('toString')).toBe(false);
  });

  it('says "no face" where there is none, because clients look for these words', () => {
    expect(new Fault('no_face', { details: { picture: 'it' } }).message.toLowerCase()).toContain('no face');
  });
});
