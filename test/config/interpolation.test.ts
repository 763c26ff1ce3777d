import test from 'ava';
import {escapePercent, interpolate} from '../../src/config/interpolation.js';

const keys: Readonly<Record<string, string>> = {
	bucket: 'my%%bucket',
	folder: '%(bucket)s/data',
	circle: 'x%(circle)s',
	lone: '100%',
};

const read = (text: string) => interpolate(text, key => keys[key]);

test('%(key)s is the value of a key, in either case and of any depth; %% is one percent sign', t => {
	t.is(read('s3://%(bucket)s/log'), 's3://my%bucket/log');
	t.is(read('%(FOLDER)s/%(Folder)s'), 'my%bucket/data/my%bucket/data');
	t.is(read('50%% of %%(bucket)s'), '50% of %(bucket)s');
});

test('what configparser refuses is taken as it stands', t => {
	for (const text of ['100%', '%(nothing)s', '%(bucket)', '%%%', '%(circle)s', '%(lone)s', 'a%b%%c']) {
		t.is(read(text), text);
	}
});

test('an escaped text is read back', t => {
	for (const text of ['100%', '%%', '%(bucket)s', '%', '']) t.is(read(escapePercent(text)), text);
});
