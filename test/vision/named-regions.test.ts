import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { namedRegionsOf } from '../../src/vision/notes/named-regions.ts';
import { turnRegion } from '../../src/vision/notes/turn-region.ts';

const NAMESPACES = [
  'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"',
  'xmlns:mwg-rs="http://www.metadataworkinggroup.com/schemas/regions/"',
  'xmlns:stArea="http://ns.adobe.com/xmp/sType/Area#"',
  'xmlns:MP="http://ns.microsoft.com/photo/1.2/"',
  'xmlns:MPRI="http://ns.microsoft.com/photo/1.2/t/RegionInfo#"',
  'xmlns:MPReg="http://ns.microsoft.com/photo/1.2/t/Region#"',
].join(' ');

function packet(inside: string): string {
  return `<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF ${NAMESPACES}><rdf:Description rdf:about="">
${inside}</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>`;
}

function workingGroup(items: string): string {
  return packet(`<mwg-rs:Regions rdf:parseType="Resource"><mwg-rs:RegionList><rdf:Bag>${items}</rdf:Bag>
</mwg-rs:RegionList></mwg-rs:Regions>`);
}

const IN_ATTRIBUTES = `<rdf:li><rdf:Description mwg-rs:Name="Anna &amp; Ben" mwg-rs:Type="Face">
<mwg-rs:Area stArea:x="0.5" stArea:y="0.4" stArea:w="0.2" stArea:h="0.1" stArea:unit="normalized"/>
</rdf:Description></rdf:li>`;
const IN_ELEMENTS = `<rdf:li rdf:parseType="Resource"><mwg-rs:Name> Zoë </mwg-rs:Name>
<mwg-rs:Area rdf:parseType="Resource"><stArea:x>0.25</stArea:x><stArea:y>0.75</stArea:y>
<stArea:w>0.5</stArea:w><stArea:h>0.5</stArea:h></mwg-rs:Area></rdf:li>`;

/** Eighths, which floating point holds exactly. */
const REGION = { left: 0.125, top: 0.25, width: 0.125, height: 0.25 };

/** A white picture with the region in black, as it is stored, turned upright by its orientation. */
async function darkRegionOf(orientation: number) {
  const [width, height] = [64, 32];
  const patch = { create: { width: 8, height: 8, channels: 3, background: 'black' } } as const;
  const stored = await sharp({ create: { width, height, channels: 3, background: 'white' } })
    .composite([{ input: patch, left: REGION.left * width, top: REGION.top * height }])
    .withMetadata({ orientation })
    .png()
    .toBuffer();
  const { data, info } = await sharp(stored)
    .autoOrient()
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const dark = Array.from(data.entries()).flatMap(([at, value]) =>
    value < 128
      ? [{ x: Math.floor(at / info.channels) % info.width, y: Math.floor(at / info.channels / info.width) }]
      : [],
  );
  const [xs, ys] = [dark.map(({ x }) => x), dark.map(({ y }) => y)];
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  return {
    left: left / info.width,
    top: top / info.height,
    width: (Math.max(...xs) + 1 - left) / info.width,
    height: (Math.max(...ys) + 1 - top) / info.height,
  };
}

describe('the regions of XMP that bear names', () => {
  it('are read in the form of the Metadata Working Group, by attributes and by elements', () => {
    expect(namedRegionsOf(workingGroup(IN_ATTRIBUTES + IN_ELEMENTS))).toEqual([
      { name: 'Anna & Ben', box: { left: 0.4, top: 0.4 - 0.1 / 2, width: 0.2, height: 0.1 } },
      { name: 'Zoë', box: { left: 0, top: 0.5, width: 0.5, height: 0.5 } },
    ]);
  });

  it('are read in the form of Microsoft', () => {
    const item = `<rdf:li><rdf:Description MPReg:PersonDisplayName="Carla"
 MPReg:Rectangle="0.25, 0.5, 0.125, 0.25"/></rdf:li>`;
    const inside = `<MP:RegionInfo rdf:parseType="Resource"><MPRI:Regions><rdf:Bag>${item}</rdf:Bag>
</MPRI:Regions></MP:RegionInfo>`;
    expect(namedRegionsOf(packet(inside))).toEqual([
      { name: 'Carla', box: { left: 0.25, top: 0.5, width: 0.125, height: 0.25 } },
    ]);
  });

  it.each([
    ['pets', IN_ATTRIBUTES.replace('"Face"', '"Pet"')],
    ['nobody', IN_ATTRIBUTES.replace('Anna &amp; Ben', ' ')],
    ['places in pixels', IN_ATTRIBUTES.replace('normalized', 'pixel')],
    ['places that are no numbers', IN_ATTRIBUTES.replace('"0.5"', '"here"')],
    ['a name longer than 500 characters', IN_ATTRIBUTES.replace('Anna', 'A'.repeat(500))],
  ])('are not those of %s', (_, items) => {
    expect(namedRegionsOf(workingGroup(items))).toEqual([]);
  });

  it.each([
    ['empty', ''],
    ['no XML', 'hello'],
    ['broken off', workingGroup(IN_ATTRIBUTES).slice(0, 700)],
    ['longer than a million characters', workingGroup(IN_ATTRIBUTES + ' '.repeat(1_000_000))],
  ])('are none where the text is %s', (_, xmp) => {
    expect(namedRegionsOf(xmp)).toEqual([]);
  });

  it('are not multiplied by entities', () => {
    const bomb = `<!DOCTYPE x [<!ENTITY a "${'lol'.repeat(100)}"><!ENTITY b "${'&a;'.repeat(100)}">]>`;
    const regions = namedRegionsOf(bomb + workingGroup(IN_ATTRIBUTES.replace('Anna', '&b;')));
    expect(JSON.stringify(regions).length).toBeLessThan(2000);
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'are turned as the picture is, by orientation %i',
    async (orientation) => {
      expect(turnRegion(REGION, orientation)).toEqual(await darkRegionOf(orientation));
    },
  );
});
