import test from 'ava';
import {containsSecret} from '../../src/notebook/secrets.js';

const secrets = [
	"CREATE USER etl PASSWORD 'Hunter2'",
	"alter user etl with encrypted password 'x'",
	"create user u password e'x'",
	"create user u password /* of /* u */ */ 'x'",
	"-- password = 'x'\nSELECT 1",
	"CREATE USER u IDENTIFIED BY 'x'",
	"COPY t FROM 's3://b/k' CREDENTIALS 'aws_access_key_id=A;aws_secret_access_key=B' JSON 'auto'",
	"COPY t FROM 's3://b/k' ACCESS_KEY_ID 'A' SECRET_ACCESS_KEY 'B' SESSION_TOKEN 'C'",
	"unload ('select 1') to 's3://b/k' master_symmetric_key 'x'",
	"CREATE SECRET (TYPE s3, KEY_ID 'A', SECRET 'B')",
	'create or replace persistent secret s (type s3)',
	"SET s3_secret_access_key = 'x'",
	"ATTACH 'postgres://me:pw@host/db' AS pg (TYPE postgres)",
	"ATTACH 'dbname=x user=me password=pw host=h' AS pg",
	"ATTACH 'x.db' (ENCRYPTION_KEY 'k')",
	"SELECT * FROM 'https://b.s3.amazonaws.com/k?X-Amz-Signature=abc'",
	"select 'AKIAIOSFODNN7EXAMPLE'",
];
const harmless = [
	'SELECT user_id, password FROM accounts',
	'SELECT count(*) FROM songplays',
	"COPY t FROM 's3://bucket/log_data' IAM_ROLE 'arn:aws:iam::1:role/r' JSON 's3://bucket/p.json'",
	"SELECT * FROM 'https://example.com/a:b.csv'",
	"SELECT * FROM songs WHERE title = 'The Secret'",
	'SELECT key, token FROM words',
];

for (const sql of secrets) test(`secret: ${sql}`, t => t.true(containsSecret(sql)));
for (const sql of harmless) test(`no secret: ${sql}`, t => t.false(containsSecret(sql)));
