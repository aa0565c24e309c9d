import { describe, expect, it } from 'vitest';
import { parsePairs } from '../../../src/core/evaluation/listed-pairs.ts';

describe('a list of pairs', () => {
  it('is read in the form of LFW, with its folds', () => {
    const text = '2\t1\nAnna_B\t1\t12\nAnna_B\t1\tCarl\t3\nDora\t2\t3\nDora\t2\tEmil\t1\n';
    expect(parsePairs(text)).toEqual([
      {
        first: 'Anna_B/Anna_B_0001.jpg',
        second: 'Anna_B/Anna_B_0012.jpg',
        samePerson: true,
        fold: 0,
        line: 2,
      },
      { first: 'Anna_B/Anna_B_0001.jpg', second: 'Carl/Carl_0003.jpg', samePerson: false, fold: 0, line: 3 },
      { first: 'Dora/Dora_0002.jpg', second: 'Dora/Dora_0003.jpg', samePerson: true, fold: 1, line: 4 },
      { first: 'Dora/Dora_0002.jpg', second: 'Emil/Emil_0001.jpg', samePerson: false, fold: 1, line: 5 },
    ]);
  });

  it('is one fold when its first line has a single number', () => {
    expect(parsePairs('1\r\nA 1 2\r\nA 1 B 1\r\n').map(({ fold }) => fold)).toEqual([0, 0]);
  });

  it('is read as fields between commas, with or without a heading', () => {
    const lines = ['a/1.jpg,"b, c/2 ""x"".jpg",0', 'a/1.jpg , a/2.jpg , yes'];
    const pairs = [
      { first: 'a/1.jpg', second: 'b, c/2 "x".jpg', samePerson: false },
      { first: 'a/1.jpg', second: 'a/2.jpg', samePerson: true },
    ];
    expect(parsePairs(lines.join('\n'))).toMatchObject(pairs);
    expect(parsePairs(['path1,path2,same', ...lines].join('\n'))).toMatchObject(pairs);
  });

  it.each([
    ['1\t1\nAnna\t1\t2\nAnna\t1', 'Line 3 of the list of pairs has neither three nor four words'],
    ['1\t1\nAnna\t1\t2\n\nAnna\tx\tBea\t2', 'Line 4 of the list of pairs has no number'],
    ['1\t2\nAnna\t1\t2', 'Line 1 of the list of pairs announces 4 pairs, but 1 follow'],
    ['a.jpg,b.jpg,1\na.jpg,b.jpg', 'Line 2 of the list of pairs says "" where'],
    ['a.jpg,b.jpg,1\na.jpg,b.jpg,maybe', 'Line 2 of the list of pairs says "maybe"'],
    ['a.jpg,b.jpg,1\na.jpg,,1', 'Line 2 of the list of pairs is not'],
    ['hello\nworld', 'Line 1 of the list of pairs is neither'],
    ['\n \n', 'The list of pairs is empty'],
  ])('names the line that is wrong in %j', (text, problem) => {
    expect(() => parsePairs(text)).toThrow(problem);
  });
});
