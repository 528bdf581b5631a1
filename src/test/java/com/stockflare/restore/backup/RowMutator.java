package com.stockflare.restore.backup;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Makes rows that are almost right. */
final class RowMutator {
    private static final List<String> CORPUS = List.of(
            "{'id':{'S':'secret'},'n':{'N':'-12.5e3'},'ok':{'BOOL':true},'no':{'NULL':true}}",
            "{'b':{'B':{'type':'Buffer','data':[0,9,10,255],'byteLength':4}},'c':{'B':'c2VjcmV0'},'d':{'B':[1,2]}}",
            "{'set':{'SS':['x','y']},'ns':{'NS':['1','2']},'bs':{'BS':[[1],'AQ==',{'data':[],'type':'Buffer'}]}}",
            "{'B':{'S':'B'},'type':{'S':'Buffer'},'data':{'L':[{'N':'1'},{'B':[7]}]},'M':{'M':{'BS':{'BS':['']}}}}",
            "{'deep':{'L':[{'M':{'x':{'L':[{'M':{'y':{'B':'\\u0041Q=='}}},{'S':'\\ud83d\\ude00'}]}}}]}}",
            " {\n 'é😀' : { 'S' : 'é\\n\\/\\\\' } ,\t'z':{'M':{}} , 'l':{'L':[]} }\r",
            "{'a':{'S':''},'e':{'B':''},'f':{'B':[]}}");
    private static final byte[] SIGNIFICANT =
            "{}[]:,\"\"\\/0123456789-.eEu+SNBLMtruefalsn =\n\t\u00FFé".getBytes(UTF_8);
    private static final List<String> PIECES = List.of(
            "{'S':'x'}",
            "'B':",
            "{'type':'Buffer','data':[1]}",
            "'byteLength':1",
            "[256]",
            "[1e0]",
            "\\u0000",
            "null",
            "{'L':[{'M':{'k':",
            "}}]}",
            "'AQ=='",
            ",'id':{'S':'again'}",
            "\uFEFF",
            "11111111111111111111",
            "{}",
            "[[");

    private final Random random;
    private final EdgeItems edges;

    RowMutator(Random random) {
        this.random = random;
        this.edges = new EdgeItems(random.nextLong());
    }

    private static byte[] json(String text) {
        return text.replace('\'', '"').getBytes(UTF_8);
    }

    byte[] next() {
        byte[] row = random.nextBoolean() ? json(any(CORPUS)) : edges.next().getBytes(UTF_8);
        for (int i = random.nextInt(4); i > 0; i--) {
            row = mutate(row);
        }
        return row;
    }

    /** One fault, here and there none. */
    byte[] mutate(byte[] row) {
        int from = random.nextInt(row.length + 1);
        int to = Math.min(row.length, from + random.nextInt(random.nextInt(3) == 0 ? 20 : 3));
        return switch (random.nextInt(7)) {
            case 0 -> splice(row, from, to, new byte[0]);
            case 1 -> splice(row, from, from, new byte[] {significant()});
            case 2 -> splice(row, from, Math.min(row.length, from + 1), new byte[] {significant()});
            case 3 -> splice(row, from, Math.min(row.length, from + 1), new byte[] {(byte) random.nextInt(256)});
            case 4 -> splice(row, from, to, Arrays.copyOfRange(row, from, to + (row.length - to) / 3));
            case 5 -> splice(row, from, to, json(any(PIECES)));
            default -> row;
        };
    }

    private byte significant() {
        return SIGNIFICANT[random.nextInt(SIGNIFICANT.length)];
    }

    private String any(List<String> texts) {
        return texts.get(random.nextInt(texts.size()));
    }

    private static byte[] splice(byte[] row, int from, int to, byte[] piece) {
        ByteArrayOutputStream spliced = new ByteArrayOutputStream();
        spliced.write(row, 0, from);
        spliced.writeBytes(piece);
        spliced.write(row, to, row.length - to);
        return spliced.size() == 0 ? new byte[] {'{'} : spliced.toByteArray();
    }
}
