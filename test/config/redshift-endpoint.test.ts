import test from 'ava';
import {redshiftEndpoint} from '../../src/config/host.js';

test('parses endpoints of clusters and workgroups in any partition and case', t => {
	t.deepEqual(redshiftEndpoint('sparkify.abc123xyz.us-west-2.redshift.amazonaws.com'), {
		kind: 'cluster',
		name: 'sparkify',
		region: 'us-west-2',
	});
	t.deepEqual(redshiftEndpoint('My-WG.123456789012.eu-central-1.Redshift-Serverless.amazonaws.com.'), {
		kind: 'workgroup',
		name: 'my-wg',
		region: 'eu-central-1',
	});
	t.deepEqual(redshiftEndpoint('dwh.abc.cn-north-1.redshift.amazonaws.com.cn'), {
		kind: 'cluster',
		name: 'dwh',
		region: 'cn-north-1',
	});
	t.like(redshiftEndpoint('dwh.abc.us-gov-west-1.redshift.amazonaws.com'), {region: 'us-gov-west-1'});
});

test('returns undefined for any other host', t => {
	for (const host of [
		'localhost',
		'127.0.0.1',
		'dwh.example.com',
		'redshift.amazonaws.com',
		'a.us-west-2.redshift.amazonaws.com',
		'a.b.us-west-2.redshift.amazonaws.com.example.com',
	]) {
		t.is(redshiftEndpoint(host), undefined, host);
	}
});
