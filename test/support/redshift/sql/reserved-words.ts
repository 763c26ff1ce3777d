import {nameList} from '../name-list.js';
import {isSymbol, isWord, type Token, unexpected} from './lexer.js';

/**
Words of [L:r_pg_keywords] that are not used in any supported statement, so that they must be quoted as names. Other
reserved words would require parsing the context; those that PostgreSQL also reserves it rejects itself.
*/
const reserved: ReadonlySet<string> = new Set(
	nameList(`
		aes128 aes256 allowoverwrite az64 bytedict credentials deflate defrag delta delta32k disable enable encrypt encryption
		explicit globaldict256 globaldict64k lun luns lzo mostly16 mostly32 mostly8 new offline oid old open parallel percent
		permissions raw recover rejectlog resort restore snapshot system tag tdes text255 text32k wallet`),
);

/** @throws RedshiftError 42601 for a reserved word used as a name; the text is a guess */
export function rejectReservedWords(sql: string, tokens: readonly Token[]): void {
	for (const [at, token] of tokens.entries()) {
		if (token.type !== 'word' || !reserved.has(token.value)) continue;
		// Encodings are on this list, and dbt-redshift reads pg_class.oid on a cluster (its macro get_relations).
		if (isWord(tokens[at - 1], 'encode') || isSymbol(tokens[at - 1], '.')) continue;
		throw unexpected(sql, tokens, at);
	}
}
