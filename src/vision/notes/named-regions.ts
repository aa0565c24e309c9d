import { DOMParser, type Element, onErrorStopParsing } from '@xmldom/xmldom';
import { z } from 'zod';
import type { NamedRegion } from '../../core/name-faces.ts';

/** More is no description of a photo. */
const LONGEST_XMP_CHARACTERS = 1_000_000;
const LONGEST_NAME_CHARACTERS = 500;
const MOST_REGIONS = 500;

const RDF = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#';
const MWG_REGIONS = 'http://www.metadataworkinggroup.com/schemas/regions/';
const MWG_AREA = 'http://ns.adobe.com/xmp/sType/Area#';
const MICROSOFT_REGION = 'http://ns.microsoft.com/photo/1.2/t/Region#';

const share = z.coerce.number().min(-1).max(2);
const areaSchema = z.object({ x: share, y: share, w: share, h: share });
const rectangleSchema = z.tuple([share, share, share, share]);

/** RDF says the same by an attribute or by an element. */
function valueOf(owner: Element, namespace: string, name: string): string | undefined {
  const attribute = owner.getAttributeNS(namespace, name);
  const text = attribute ?? owner.getElementsByTagNameNS(namespace, name).item(0)?.textContent;
  const value = text?.trim();
  return value === undefined || value === '' ? undefined : value;
}

/** Regions of the Metadata Working Group ("Guidelines for handling image metadata" 2.0, 2010): a centre and a size. */
function regionOfWorkingGroup(item: Element): NamedRegion[] {
  const name = valueOf(item, MWG_REGIONS, 'Name');
  const type = valueOf(item, MWG_REGIONS, 'Type') ?? 'Face';
  const area = item.getElementsByTagNameNS(MWG_REGIONS, 'Area').item(0);
  if (name === undefined || type !== 'Face' || area === null) return [];
  const isInShares = (valueOf(area, MWG_AREA, 'unit') ?? 'normalized') === 'normalized';
  const [x, y] = [valueOf(area, MWG_AREA, 'x'), valueOf(area, MWG_AREA, 'y')];
  const [w = '0', h = '0'] = [valueOf(area, MWG_AREA, 'w'), valueOf(area, MWG_AREA, 'h')];
  const parsed = areaSchema.safeParse({ x, y, w, h });
  if (!isInShares || !parsed.success) return [];
  const { x: left, y: top, w: width, h: height } = parsed.data;
  return [{ name, box: { left: left - width / 2, top: top - height / 2, width, height } }];
}

/** Regions of Microsoft's People Tagging schema: a corner and a size. */
function regionOfMicrosoft(item: Element): NamedRegion[] {
  const name = valueOf(item, MICROSOFT_REGION, 'PersonDisplayName');
  const parsed = rectangleSchema.safeParse(valueOf(item, MICROSOFT_REGION, 'Rectangle')?.split(','));
  if (name === undefined || !parsed.success) return [];
  const [left, top, width, height] = parsed.data;
  return [{ name, box: { left, top, width, height } }];
}

/** Bags in bags: only the innermost items are regions. */
function hasItems(item: Element): boolean {
  return item.getElementsByTagNameNS(RDF, 'li').length > 0;
}

/** What an item says stands in it, or in a description in it. */
function describedBy(item: Element): Element {
  return item.getElementsByTagNameNS(RDF, 'Description').item(0) ?? item;
}

/** What is not well-formed says nothing: the photo is good all the same. */
function itemsOf(xmp: string): Element[] {
  try {
    const parsed = new DOMParser({ onError: onErrorStopParsing }).parseFromString(xmp, 'application/xml');
    return Array.from(parsed.getElementsByTagNameNS(RDF, 'li'))
      .filter((item) => !hasItems(item))
      .map(describedBy);
  } catch {
    return [];
  }
}

/**
 * The faces that somebody has named in a photo, as its XMP says: both forms in use, at most 500. A person that both name
 * is there twice.
 *
 * @param xmp text of the packet, or of a file beside the photo
 */
export function namedRegionsOf(xmp: string): readonly NamedRegion[] {
  if (xmp.length > LONGEST_XMP_CHARACTERS) return [];
  return itemsOf(xmp)
    .slice(0, MOST_REGIONS)
    .flatMap((item) => [...regionOfWorkingGroup(item), ...regionOfMicrosoft(item)])
    .filter(({ name }) => name.length <= LONGEST_NAME_CHARACTERS);
}
