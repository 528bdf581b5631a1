package com.stockflare.restore.backup;

import static com.stockflare.restore.model.RejectReason.DUPLICATE_IN_SET;
import static com.stockflare.restore.model.RejectReason.EMPTY_SET;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.stockflare.restore.model.RejectReason;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sets have elements, and each only once. Quotes are written as apostrophes. */
class SetRulesTest {
    private static String item(String set) {
        return ("{'a':{'L':[{" + set + "}]},'b':{" + set + "}}").replace('\'', '"');
    }

    private static void assertRefused(RejectReason reason, String set) {
        Payloads.refused(reason, item(set));
        Payloads.refused(reason, ("{'b':{" + set + "}}").replace('\'', '"'));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'SS':['x']",
                "'SS':['']",
                "'SS':['','x','X',' x','é','e\\u0301','\\u00ff']",
                "'SS':['1','1.0','01']",
                "'NS':['0']",
                "'NS':['1','-1','10','0.1','0.01','1E100']",
                "'NS':['12345678901234567890123456789012345678','12345678901234567890123456789012345679']",
                "'NS':['1234567890123456789','123456789012345678']"
            })
    void write_differentElements_asTheyAre(String set) throws MalformedRowException {
        assertEquals(item(set), Payloads.node(item(set)));
    }

    @Test
    void write_differentBinaries_taken() throws MalformedRowException {
        String set = item("'BS':['','AA==','AAA=','AQ==','/w==','/wA=']");
        assertEquals(set, Payloads.base64(set));
    }

    @ParameterizedTest
    @ValueSource(strings = {"'SS':[]", "'NS':[]", "'BS':[]", "'SS':[ ]"})
    void write_noElement_emptySet(String set) {
        assertRefused(EMPTY_SET, set);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'SS':['x','x']",
                "'SS':['','']",
                "'SS':['x','y','\\u0078']",
                "'SS':['😀','\\ud83d\\ude00']",
                "'SS':['\\/','/']",
                "'NS':['1','1']",
                "'NS':['1','2','1.0']",
                "'NS':['100','1E2']",
                "'NS':['100','1e+02']",
                "'NS':['0','-0']",
                "'NS':['0','0.00E5']",
                "'NS':['-1.5','-0.15E1']",
                "'NS':['0.001','1E-3']",
                "'NS':['1234567890123456789012','1234567890123456789012.000']",
                "'NS':['1E125','10E124']",
                "'BS':['','']",
                "'BS':['AQ==',[1]]",
                "'BS':[[0,255],{'type':'Buffer','data':[0,255]}]",
                "'BS':[{'type':'Buffer','data':[],'byteLength':0},'']"
            })
    void write_elementTwice_duplicateInSet(String set) {
        assertRefused(DUPLICATE_IN_SET, set);
    }

    @Test
    void write_manyElements_duplicateFoundWhereverItIs() throws MalformedRowException {
        String numbers = IntStream.range(0, 5_000).mapToObj(i -> "'" + i + "'").collect(Collectors.joining(","));
        String set = item("'NS':[" + numbers + "]");
        assertEquals(set, Payloads.node(set));
        for (int again : new int[] {0, 2_500, 4_999}) {
            assertRefused(DUPLICATE_IN_SET, "'NS':[" + numbers + ",'" + again + ".0']");
            assertRefused(DUPLICATE_IN_SET, "'SS':[" + numbers + ",'" + again + "']");
        }
    }
}
