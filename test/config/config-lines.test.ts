import test from 'ava';
import {type ConfigLine, configLines} from '../../src/config/config-syntax.js';

/** Entries as `key=value`, sections as `[name]`, unreadable lines as `!reason`, each with its line. */
const read = (text: string) => configLines(text).map(line => [line.line, shown(line)]);

function shown(line: ConfigLine): string {
	switch (line.type) {
		case 'section':
			return `[${line.name}]`;
		case 'entry':
			return `${line.key}=${line.value}`;
		case 'unreadable':
			return `!${line.reason}`;
	}
}

test('takes everything after the first = or : as the value', t => {
	t.deepEqual(read('[A]\nHOST=a=b\nUser = c:d\nname\t:  e  \npw==a=b=\nx: y=z'), [
		[1, '[A]'],
		[2, 'HOST=a=b'],
		[3, 'User=c:d'],
		[4, 'name=e'],
		[5, 'pw==a=b='],
		[6, 'x=y=z'],
	]);
});

test('recognizes comments at the start of a line only', t => {
	t.deepEqual(read('# a\n; b\n  # c\n[A] # d\nk=x # y\n   ; e\nl=#z;\nm=a;b#c'), [
		[4, '[A]'],
		[5, 'k=x # y'],
		[7, 'l=#z;'],
		[8, 'm=a;b#c'],
	]);
});

test('preserves quotes, backslashes, percent signs and words', t => {
	t.deepEqual(read('[A]\na="b c"\nd=\'e\'\nf=\\;g\\\\n\nh=true\ni=null\nj=\nk=100%%\nl=[m]'), [
		[1, '[A]'],
		[2, 'a="b c"'],
		[3, "d='e'"],
		[4, 'f=\\;g\\\\n'],
		[5, 'h=true'],
		[6, 'i=null'],
		[7, 'j='],
		[8, 'k=100%%'],
		[9, 'l=[m]'],
	]);
});

test('continues a value on any line indented deeper, skipping comments but not empty lines', t => {
	t.deepEqual(read('[A]\na =\n   s3://b/x\n\n\t# c\n  \nb= a\n  b\n # c\n  d\n\n  e\n\nc=x\n  [B]\nd=y'), [
		[1, '[A]'],
		[2, 'a=\ns3://b/x'],
		[7, 'b=a\nb\nd\n\ne'],
		[14, 'c=x\n[B]'],
		[16, 'd=y'],
	]);
});

test('accepts a section that is indented as a unit', t => {
	t.deepEqual(read('  [A]\n  a = 1\n  b = 2\nc=3'), [
		[1, '[A]'],
		[2, 'a=1'],
		[3, 'b=2'],
		[4, 'c=3'],
	]);
});

test('accepts every kind of line end, a byte-order mark and any character', t => {
	t.deepEqual(read('\uFEFF[A]\r\na=1\rb=ä\u2028ß🔑\nc=2'), [
		[1, '[A]'],
		[2, 'a=1'],
		[3, 'b=ä\u2028ß🔑'],
		[4, 'c=2'],
	]);
	t.deepEqual(read(''), []);
});

test('reports unreadable lines without showing them', t => {
	t.deepEqual(read('HOST=x\nsecret\n[A\n[]\n[A]\nsecret\n=secret\n[ B ]'), [
		[1, '!The key comes before the first section, such as [CLUSTER].'],
		[2, '!Expected a section, a key with a value, or a comment.'],
		[3, '!The section has no name or no closing bracket.'],
		[4, '!The section has no name or no closing bracket.'],
		[5, '[A]'],
		[6, '!Expected a section, a key with a value, or a comment.'],
		[7, '!The value has no key.'],
		[8, '[B]'],
	]);
});
