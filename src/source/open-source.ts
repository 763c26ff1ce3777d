import {join, resolve} from 'node:path';
import type {Settings} from '../config/settings.js';
import {packageRoot} from '../package-root.js';
import {LocalSource} from './local-source.js';
import type {Source} from './source.js';

/** The source that the settings name: a folder, or else the sample that comes with the program. */
export function openSource({data}: Pick<Settings, 'data'>): Source {
	if (data === undefined) return new LocalSource(join(packageRoot, 'sample'), 'bundled sample');
	return new LocalSource(resolve(data), data);
}
