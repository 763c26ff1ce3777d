import test from 'ava';
import {escapePercent, interpolate} from '../../src/config/config-syntax.js';

const keys: Readonly<Record<string, string>> = {
	bucket: 'my%%bucket',
	folder: '%(bucket)s/data',
	circle: 'x%(circle)s',
	lone: '100%',
};

const read = (text: string) => interpolate(text, key => keys[key]);

test('replaces %(key)s, in any case and nested, and %%', t => {
	t.is(read('s3://%(bucket)s/log'), 's3://my%bucket/log');
	t.is(read('%(FOLDER)s/%(Folder)s'), 'my%bucket/data/my%bucket/data');
	t.is(read('50%% of %%(bucket)s'), '50% of %(bucket)s');
});

test('leaves unchanged what configparser rejects', t => {
	for (const text of ['100%', '%(nothing)s', '%(bucket)', '%%%', '%(circle)s', '%(lone)s', 'a%b%%c']) {
		t.is(read(text), text);
	}
});

test('reads back an escaped text', t => {
	for (const text of ['100%', '%%', '%(bucket)s', '%', '']) t.is(read(escapePercent(text)), text);
});
