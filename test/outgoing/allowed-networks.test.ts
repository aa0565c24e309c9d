import { describe, expect, it } from 'vitest';
import { AllowedNetworks, isNetwork } from '../../src/outgoing/allowed-networks.ts';

const nothingNamed = new AllowedNetworks([]);

describe('Networks that are reached for others', () => {
  it.each(['8.8.8.8', '1.1.1.1', '2606:4700:4700::1111', '::ffff:8.8.8.8'])(
    'has the public address %s',
    (address) => {
      expect(nothingNamed.objectionTo(address)).toBeUndefined();
    },
  );

  it.each([
    '127.0.0.1',
    '127.255.255.254',
    '0.0.0.0',
    '10.0.0.1',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '100.100.100.200',
    '192.0.2.1',
    '198.18.0.1',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    'fe80::1',
    'fe80::1%eth0',
    'fd00:ec2::254',
    'fec0::1',
    'ff02::1',
    '2001:db8::1',
    '::ffff:127.0.0.1',
    '::ffff:a9fe:a9fe',
    '::127.0.0.1',
    '::7f00:1',
    '168.63.129.16',
    '64:ff9b::7f00:1',
    '64:ff9b:1::a00:1',
    '2002:7f00:1::',
    '2001:0:7f00:1::',
    'localhost',
    '',
  ])('has not %s', (address) => {
    expect(nothingNamed.objectionTo(address)).toEqual(expect.any(String));
  });

  it('has what the operator has named, and nothing beside it', () => {
    const named = new AllowedNetworks(['10.1.0.0/16', '127.0.0.1', 'fd00::/8']);
    expect(
      ['10.1.2.3', '127.0.0.1', '::ffff:127.0.0.1', 'fd12::1'].map((each) => named.objectionTo(each)),
    ).toEqual([undefined, undefined, undefined, undefined]);
    expect(['10.2.0.1', '127.0.0.2', 'fe80::1', '::1'].map((each) => named.objectionTo(each))).toEqual([
      'private',
      'loopback',
      'linkLocal',
      'loopback',
    ]);
  });

  it('refuses to be given what is no network', () => {
    expect(() => new AllowedNetworks(['10.0.0.0/33'])).toThrow('"10.0.0.0/33" is no network');
    expect(['10.0.0.0/8', '10.0.0.1', '::/0', 'ten', '10.0.0.0/x', ''].map(isNetwork)).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});
