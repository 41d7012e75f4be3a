package dev.firstcome.coupon.bench;

import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Answers 202 with a small document and does no work: the upper bound of the throughput of the same server. */
@RestController
@RequestMapping("/api/campaigns/{campaignId}/noop")
class NoOpController {
    @PostMapping
    ResponseEntity<Map<String, String>> accept(@PathVariable String campaignId) {
        return ResponseEntity.accepted().body(Map.of("requestId", campaignId, "state", "WAITING"));
    }
}
