import type {CellId} from '../../notebook/document/document.js';

/** A part of the page: the row of the load, which is the first, or a cell. */
export type PageItem = CellId | 'load';

/** The first visible line of the page: a line of an item, from 0. It stays put when heights above it change. */
export type PageAnchor = {readonly id: PageItem; readonly line: number};
