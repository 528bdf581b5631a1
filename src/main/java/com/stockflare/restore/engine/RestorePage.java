package com.stockflare.restore.engine;

import com.stockflare.restore.model.InvalidRequestException;
import com.stockflare.restore.model.RestoreJob;
import com.stockflare.restore.model.RestoreState;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;

/**
 * Some restores of many, the newest first.
 *
 * @param next where the page after this one begins, in the words of {@link Place}, or null if this is the last
 */
public record RestorePage(List<RestoreState> restores, String next) {
    /** Where a page ends: a restore in the order of all. */
    public record Place(String createdAt, String restoreId) {
        /** @throws InvalidRequestException if that is no page's end */
        public static Place of(String next) {
            int slash = next.indexOf('/');
            if (slash < 0 || !isTime(next.substring(0, slash)) || !RestoreJob.isId(next.substring(slash + 1))) {
                throw new InvalidRequestException("next is not right: it must be what the page before had there");
            }
            return new Place(next.substring(0, slash), next.substring(slash + 1));
        }

        private static boolean isTime(String text) {
            try {
                Instant.parse(text);
                return true;
            } catch (DateTimeParseException e) {
                return false;
            }
        }

        @Override
        public String toString() {
            return createdAt + "/" + restoreId;
        }
    }
}
